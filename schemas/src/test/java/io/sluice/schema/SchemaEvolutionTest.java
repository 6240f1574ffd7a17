/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaEvolutionTest {

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    /** A record R with the fields that are given. */
    private static Schema record(String fields) {
        return schema("{'type':'record','name':'R','namespace':'a','fields':[" + fields + "]}");
    }

    private static Schema column(String type) {
        return record("{'name':'f','type':" + type + "}");
    }

    private static String merged(String table, String incoming) {
        Schema result = SchemaEvolution.merge(column(table), column(incoming));
        return result.getField("f").schema().toString().replace('"', '\'');
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'int'    |'long'  |'long'",
                "'int'    |'float' |'double'",
                "'int'    |'double'|'double'",
                "'long'   |'float' |'double'",
                "'float'  |'double'|'double'",
                "'string' |'bytes' |'bytes'",
                "['null','int']|'long'|['null','long']",
                "['int','null']|'long'|['long','null']",
                "'int'|['null','long']|['null','long']",
                "{'type':'array','items':'int'}|{'type':'array','items':['null','long']}|{'type':'array','items':['null','long']}",
                "{'type':'map','values':'int'}|{'type':'map','values':'double'}|{'type':'map','values':'double'}",
                "['int','string']|['string','boolean']|['int','string','boolean']",
                "['null','int','string']|'long'|['null','int','string','long']",
                "{'type':'enum','name':'E','symbols':['A','B']}|{'type':'enum','name':'E','symbols':['C','B']}"
                        + "|{'type':'enum','name':'E','namespace':'a','symbols':['A','B','C']}",
                "{'type':'bytes','logicalType':'decimal','precision':10,'scale':2}"
                        + "|{'type':'bytes','logicalType':'decimal','precision':12,'scale':2}"
                        + "|{'type':'bytes','logicalType':'decimal','precision':12,'scale':2}",
                "{'type':'long','logicalType':'timestamp-millis'}"
                        + "|['null',{'type':'long','logicalType':'timestamp-millis'}]"
                        + "|['null',{'type':'long','logicalType':'timestamp-millis'}]",
                "'null'|'string'|['null','string']",
                "['int']|['int']|['int']",
                "['null']|['null']|['null']",
                "['int','null','string']|['int','null','boolean']|['int','null','string','boolean']",
            })
    @Tag("check-26")
    void findsTheTypeThatHoldsBoth(String table, String incoming, String expected) {
        assertThat(merged(table, incoming)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'int';'string';int;string;No type holds both",
                "'boolean';'int';boolean;int;No type holds both",
                "{'type':'array','items':'int'};'int';array of int;int;No type holds both",
                "'int';['int','string'];int;int | string;A column of one type cannot become one of several",
                "{'type':'long','logicalType':'timestamp-millis'};{'type':'long','logicalType':'timestamp-micros'}"
                        + ";long (timestamp-millis);long (timestamp-micros);The same stored value would mean two things",
                "{'type':'long','logicalType':'timestamp-millis'};'long';long (timestamp-millis);long"
                        + ";The same stored value would mean two things",
                "{'type':'int','logicalType':'date'};'long';int (date);long;The same stored value would mean two things",
                "{'type':'long','logicalType':'acme-id'};'long';long (acme-id);long"
                        + ";The same stored value would mean two things",
                "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}"
                        + ";{'type':'bytes','logicalType':'decimal','precision':9,'scale':3}"
                        + ";bytes (decimal(9,2));bytes (decimal(9,3));The same stored value would mean two things",
                "{'type':'fixed','name':'F','size':4};{'type':'fixed','name':'F','size':8}"
                        + ";fixed(4) a.F;fixed(8) a.F;The sizes differ",
                "{'type':'enum','name':'E','symbols':['A']};{'type':'enum','name':'G','symbols':['A']}"
                        + ";enum a.E;enum a.G;Two names, so two things",
                "{'type':'enum','name':'E','symbols':['A']};'string';enum a.E;string;No type holds both",
            })
    void refusesWhatNoTypeHolds(String table, String incoming, String tableType, String incomingType, String why) {
        assertThatThrownBy(() -> merged(table, incoming))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("field \"f\": the table has " + tableType + ", the new schema has "
                        + incomingType + ". " + why);
    }

    @Test
    void addedFieldsReadAsTheirDefaultOrNull() {
        Schema table = record("{'name':'id','type':'long'}");
        Schema incoming =
                record("{'name':'id','type':'long'},{'name':'a','type':'string'},{'name':'b','type':'int','default':7},"
                        + "{'name':'c','type':['string','null']}");
        assertThat(SchemaEvolution.merge(table, incoming))
                .isEqualTo(record("{'name':'id','type':'long'},"
                        + "{'name':'a','type':['null','string'],'default':null},"
                        + "{'name':'b','type':'int','default':7},"
                        + "{'name':'c','type':['null','string'],'default':null}"));
    }

    @Test
    void removedFieldsStay() {
        Schema table = record("{'name':'id','type':'long'},{'name':'a','type':'string'},"
                + "{'name':'b','type':['int','null'],'default':7}");
        Schema incoming = record("{'name':'id','type':'long'}");
        assertThat(SchemaEvolution.merge(table, incoming))
                .isEqualTo(record("{'name':'id','type':'long'},"
                        + "{'name':'a','type':['null','string'],'default':null},"
                        + "{'name':'b','type':['int','null'],'default':7}"));
    }

    @Test
    void returnsTheTableItselfIfNothingChanges() {
        Schema table = record("{'name':'id','type':'long'},{'name':'a','type':['null','string'],'default':null}");
        assertThat(SchemaEvolution.merge(table, record("{'name':'id','type':'int','doc':'the key'}")))
                .isSameAs(table);
    }

    @Test
    void theTablesDefaultStays() {
        Schema table = record("{'name':'a','type':'string','default':'x'}");
        Schema incoming = record("{'name':'a','type':['null','string'],'default':null}");
        assertThat(SchemaEvolution.merge(table, incoming))
                .isEqualTo(record("{'name':'a','type':['string','null'],'default':'x'}"));
        assertThat(SchemaEvolution.merge(incoming, table)).isSameAs(incoming);
    }

    @Test
    void aDefaultIsPromotedWithItsType() {
        Schema table = record("{'name':'a','type':'int','default':1},{'name':'b','type':'string','default':'ü'}");
        Schema incoming = record("{'name':'a','type':'double'},{'name':'b','type':'bytes'}");
        Schema merged = SchemaEvolution.merge(table, incoming);
        assertThat(merged.getField("a").defaultVal()).isEqualTo(1.0);
        assertThat(merged.getField("b").defaultVal()).isEqualTo("ü".getBytes(UTF_8));
    }

    @Test
    void nestedRecordsFollowTheSameRules() {
        String in = "{'name':'f','type':{'type':'record','name':'In','fields':[{'name':'x','type':'int'}%s]}}";
        Schema merged = SchemaEvolution.merge(
                record(String.format(in, "")), record(String.format(in, ",{'name':'y','type':'string'}")));
        assertThat(merged.getField("f").schema().getField("y").schema().isNullable())
                .isTrue();
    }

    @Test
    void aNamedTypeHasOneShapeWhereverItIsUsed() {
        String point = "{'type':'record','name':'P','fields':[{'name':'x','type':'int'}%s]}";
        Schema table = record("{'name':'from','type':" + String.format(point, "") + "},{'name':'to','type':'P'}");
        Schema incoming = record("{'name':'from','type':" + String.format(point, ",{'name':'y','type':'int'}") + "}");
        Schema merged = SchemaEvolution.merge(table, incoming);
        assertThat(new Schema.Parser().parse(merged.toString())).isEqualTo(merged);
        assertThat(merged.getField("to").schema().getTypes().get(1).getField("y"))
                .isNotNull();
    }

    @Test
    void aliasesAreKeptUnlessTheyNameAnotherColumn() {
        Schema table = record("{'name':'a','type':'int','aliases':['old_a']}");
        Schema incoming =
                record("{'name':'a','type':'int'},{'name':'b','type':['null','int'],'aliases':['a','older_b']}");
        Schema merged = SchemaEvolution.merge(table, incoming);
        assertThat(merged.getField("a").aliases()).containsExactly("old_a");
        assertThat(merged.getField("b").aliases()).containsExactly("older_b");
    }

    @Test
    void recordsOfTwoNamesMergeOnlyByAnAlias() {
        Schema table = schema("{'type':'record','name':'User','fields':[{'name':'id','type':'int'}]}");
        Schema other = schema("{'type':'record','name':'Order','fields':[{'name':'id','type':'int'}]}");
        assertThatThrownBy(() -> SchemaEvolution.merge(table, other))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessage("the record: the table has record User, the new schema has record Order. Two names, so two"
                        + " things: send them to two topics, or declare one an alias of the other.");
        Schema renamed =
                schema("{'type':'record','name':'Person','aliases':['User'],'fields':[{'name':'id','type':'int'}]}");
        Schema merged = SchemaEvolution.merge(table, renamed);
        assertThat(merged.getFullName()).isEqualTo("User");
        assertThat(merged.getAliases()).containsExactly("Person");
    }

    @Test
    void recursiveRecordsAreRefused() {
        Schema list = schema("{'type':'record','name':'L','fields':[{'name':'v','type':'int'},"
                + "{'name':'next','type':['null','L']}]}");
        assertThatThrownBy(() -> SchemaEvolution.requireTabular(list))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("field \"next\": ")
                .hasMessageContaining("Parquet has no recursive types");
    }

    @Test
    void aTableHoldsRecords() {
        assertThatThrownBy(() -> SchemaEvolution.requireTabular(schema("'string'")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("A table holds records");
        assertThatThrownBy(() -> SchemaEvolution.requireTabular(record("")))
                .hasMessageContaining("A table has at least one field");
    }

    @Test
    void namesThePathOfAConflict() {
        String nested = "{'name':'items','type':{'type':'array','items':{'type':'record','name':'I','fields':"
                + "[{'name':'tags','type':{'type':'map','values':'%s'}}]}}}";
        assertThatThrownBy(() -> SchemaEvolution.merge(
                        record(String.format(nested, "int")), record(String.format(nested, "boolean"))))
                .isInstanceOfSatisfying(IncompatibleSchemaException.class, e -> {
                    assertThat(e.path()).isEqualTo("items[].tags{}");
                    assertThat(e.tableType()).isEqualTo("int");
                    assertThat(e.incomingType()).isEqualTo("boolean");
                })
                .hasMessage(
                        "field \"items[].tags{}\": the table has int, the new schema has boolean. No type holds both."
                                + " Give the new one another field name, or convert it before it is produced.");
    }

    @Test
    void aRenamedTypeIsOneTypeInColumnsOfWhateverName() {
        Schema table = record("{'name':'f','type':{'type':'enum','name':'Old','symbols':['A'],'aliases':['New']}}");
        Schema incoming = record("{'name':'g','type':{'type':'enum','name':'New','symbols':['A','B']}}");

        Schema merged = SchemaEvolution.merge(table, incoming);

        assertThat(merged.getField("f").schema().getTypes().get(1).getFullName())
                .isEqualTo("a.Old");
        assertThat(merged.getField("g").schema().getTypes().get(1))
                .isSameAs(merged.getField("f").schema().getTypes().get(1))
                .satisfies(type -> assertThat(type.getEnumSymbols()).containsExactly("A", "B"));
    }
}
