/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.table.metadata.PartitionField.Calendar;
import io.sluice.table.metadata.PartitionField.DateFormat;
import io.sluice.table.metadata.PartitionField.FixedSizeRange;
import io.sluice.table.metadata.PartitionField.Hash;
import io.sluice.table.metadata.PartitionField.Identity;
import io.sluice.table.metadata.PartitionField.IntRange;
import io.sluice.table.metadata.PartitionField.Provided;
import io.sluice.table.metadata.PartitionField.StringRange;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionStrategyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "year(\"ts\", \"year\")",
                "[year(\"ts\", \"year\"), month(\"ts\", \"month\"), day(\"ts\", \"day\"), hour(\"ts\", \"hour\"),"
                        + " minute(\"a.b\", \"minute\")]",
                "dateFormat(\"ts\", \"dt\", \"yyyy-MM-dd\")",
                "identity(\"country\", \"country_copy\", \"java.lang.Object\", -1)",
                "hash(\"id\", \"id_hash\", 16)",
                "fixedSizeRange(\"id\", \"id_range\", 1000000000000)",
                "range(\"n\", \"n_range\", 5, 10)",
                "range(\"s\", \"s_range\", \"m\", \"z\")",
                "[provided(\"dt\", \"string\"), provided(\"hour\", \"int\"), provided(\"batch\", \"long\")]",
            })
    void writesWhatItReads(String expression) {
        assertThat(PartitionStrategy.parse(expression).expression()).isEqualTo(expression);
    }

    @Test
    void readsIntoValues() {
        assertThat(PartitionStrategy.parse("[month(\"ts\",\"m\"),dateFormat(\"ts\",\"d\",\"yyyy\"), identity(\"i\","
                                + " \"ic\",\"java.lang.Integer\", 5),"
                                + "hash(\"h\",\"hh\",3),fixedSizeRange(\"f\",\"fr\",7),range(\"n\",\"nr\",1,2),range(\"s\",\"sr\",\"b\"),"
                                + " provided(\"p\",\"int\")]")
                        .fields())
                .containsExactly(
                        new Calendar(Calendar.Unit.MONTH, "ts", "m"),
                        new DateFormat("ts", "d", "yyyy"),
                        new Identity("i", "ic", 5),
                        new Hash("h", "hh", 3),
                        new FixedSizeRange("f", "fr", 7),
                        new IntRange("n", "nr", List.of(1, 2)),
                        new StringRange("s", "sr", List.of("b")),
                        new Provided("p", Provided.ValueType.INT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new(\"java.io.File\",\"/tmp/x\").createNewFile()",
                "year(\"ts\",\"y\").getClass()",
                "year(\"ts\",\"y\");1",
                "year(ts,\"y\")",
                "year(\"ts\")",
                "year(\"ts\",\"y\"",
                "[year(\"ts\",\"y\")",
                "[]",
                "[year(\"ts\",\"y\"),]",
                "year(\"ts\",\"y\"),month(\"ts\",\"m\")",
                "year(\"t\\\"s\",\"y\")",
                "hash(\"h\",\"hh\",\"3\")",
                "hash(\"h\",\"hh\",0)",
                "hash(\"h\",\"hh\",5000000000)",
                "provided(\"p\",\"java.lang.Runtime\")",
                "range(\"n\",\"nr\",1,\"b\")",
                "range(\"n\",\"nr\")",
                "[year(\"a\",\"y\"), year(\"b\",\"y\")]",
                "year(\"a\",\"y-y\")",
                "year(\"a\",\"\")",
            })
    void refusesAllElse(String expression) {
        assertThatThrownBy(() -> PartitionStrategy.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition");
    }

    @Test
    void tellsWhereAnExpressionGoesWrong() {
        assertThatThrownBy(() -> PartitionStrategy.parse("[year(\"ts\", year)]"))
                .hasMessage("partition expression: a plain string or a whole number wanted at position 11 of"
                        + " [year(\"ts\", year)]");
        assertThatThrownBy(() -> PartitionStrategy.parse("hash(\"h\", \"b\")"))
                .hasMessage("partition expression: 3 arguments wanted: hash[h, b]");
    }

    @Test
    void writesNothingThatCouldBeCode() {
        assertThatThrownBy(() -> new DateFormat("ts", "dt", "yyyy\"+x+\"").expression())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits");
    }

    @Test
    void checksTheSchema() {
        Schema micros = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .optionalLong("ts")
                .requiredString("text")
                .requiredLong("day")
                .name("micros")
                .type(micros)
                .noDefault()
                .name("level")
                .type()
                .enumeration("Level")
                .symbols("LOW")
                .noDefault()
                .name("in")
                .type(SchemaBuilder.record("In").fields().requiredLong("ts").endRecord())
                .noDefault()
                .endRecord();
        PartitionStrategy.parse("[year(\"ts\",\"year\"), hour(\"in.ts\",\"hour\"), provided(\"p\",\"string\")]")
                .requireFits(schema);
        assertThatThrownBy(() -> PartitionStrategy.parse("day(\"ts\",\"day\")").requireFits(schema))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("field \"day\": the table has a partition of this name");
        assertThatThrownBy(() -> PartitionStrategy.parse("year(\"gone\",\"y\")").requireFits(schema))
                .hasMessageContaining("no such field");
        assertThatThrownBy(() -> PartitionStrategy.parse("year(\"text\",\"y\")").requireFits(schema))
                .hasMessageContaining("It takes a long of epoch milliseconds");
        assertThatThrownBy(
                        () -> PartitionStrategy.parse("year(\"micros\",\"y\")").requireFits(schema))
                .hasMessageContaining("microseconds");
        assertThatThrownBy(
                        () -> PartitionStrategy.parse("hash(\"level\",\"l\",4)").requireFits(schema))
                .hasMessageContaining("Kite partitions by no enum");
    }

    @Test
    void readsAndWritesKitesJson() {
        String json = """
            [{"type":"day","source":"ts"},{"type":"hash","source":"id","buckets":16},{"type":"range","source":"n","size":10},
             {"type":"identity","source":"id"},{"type":"dateFormat","source":"ts","name":"dt","format":"yyyy"},
             {"type":"provided","name":"p","values":"int"}]\
            """;
        PartitionStrategy strategy = PartitionStrategy.parseAny(json);
        assertThat(strategy.expression())
                .isEqualTo(
                        "[day(\"ts\", \"day\"), hash(\"id\", \"id_hash\", 16), fixedSizeRange(\"n\", \"n_range\", 10),"
                                + " identity(\"id\", \"id_copy\", \"java.lang.Object\", -1), dateFormat(\"ts\", \"dt\","
                                + " \"yyyy\"), provided(\"p\", \"int\")]");
        assertThat(PartitionStrategy.parseAny(strategy.json())).isEqualTo(strategy);
        assertThat(PartitionStrategy.parseAny(strategy.expression())).isEqualTo(strategy);
        assertThatThrownBy(
                        () -> PartitionStrategy.parse("range(\"n\",\"r\",1,2)").json())
                .hasMessageContaining("Kite has no JSON for range");
        for (String wrong :
                new String[] {"[{\"type\":\"week\"}]", "[{\"source\":\"ts\"}]", "[{\"type\":\"hash\",\"source\":\"a\"}]"
                }) {
            assertThatThrownBy(() -> PartitionStrategy.parseAny(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("partition strategy: ");
        }
    }
}
