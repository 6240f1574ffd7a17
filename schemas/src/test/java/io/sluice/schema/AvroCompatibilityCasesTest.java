/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases by which Avro tests schema compatibility, one a row: what the reader has, what the writer has, and what stands
 * in the way where something does. Avro's own verdict is asked for each, so a case that is written down wrong is red.
 */
class AvroCompatibilityCasesTest {

    private static final String INTS = "{'type':'array','items':'int'}";
    private static final String LONGS = "{'type':'array','items':'long'}";
    private static final String STRINGS = "{'type':'array','items':'string'}";
    private static final String INT_MAP = "{'type':'map','values':'int'}";
    private static final String LONG_MAP = "{'type':'map','values':'long'}";
    private static final String STRING_MAP = "{'type':'map','values':'string'}";
    private static final String EMPTY = record("R1");
    private static final String A_INT = record("R1", "{'name':'a','type':'int'}");
    private static final String A_LONG = record("R1", "{'name':'a','type':'long'}");
    private static final String A_STRING = record("R1", "{'name':'a','type':'string'}");
    private static final String A_DEFAULT = record("R1", "{'name':'a','type':'int','default':0}");
    private static final String A_B = record("R1", "{'name':'a','type':'int'},{'name':'b','type':'int'}");
    private static final String A_B_DEFAULT =
            record("R1", "{'name':'a','type':'int'},{'name':'b','type':'int','default':0}");
    private static final String BOTH_DEFAULT =
            record("R1", "{'name':'a','type':'int','default':0},{'name':'b','type':'int','default':0}");
    private static final String LIST = record("List", "{'name':'head','type':'int'},{'name':'tail','type':'List'}");
    private static final String LONG_LIST =
            record("List", "{'name':'head','type':'long'},{'name':'tail','type':'List'}");
    private static final String NULLABLE_LIST =
            record("List", "{'name':'head','type':'int'},{'name':'tail','type':['null','List'],'default':null}");

    private static String record(String name, String... fields) {
        return "{'type':'record','name':'" + name + "','fields':[" + String.join(",", fields) + "]}";
    }

    private static String enumOf(String name, String symbols) {
        return "{'type':'enum','name':'" + name + "','symbols':[" + symbols + "]}";
    }

    private static String enumOf(String name, String symbols, String fallback) {
        return "{'type':'enum','name':'" + name + "','symbols':[" + symbols + "],'default':'" + fallback + "'}";
    }

    private static String fixed(String name, int size) {
        return "{'type':'fixed','name':'" + name + "','size':" + size + "}";
    }

    private static Arguments reads(String reader, String writer) {
        return arguments(reader, writer, "");
    }

    private static Arguments refuses(String reader, String writer, String faults) {
        return arguments(reader, writer, faults);
    }

    static Stream<Arguments> primitives() {
        return Stream.of(
                reads("'null'", "'null'"),
                reads("'boolean'", "'boolean'"),
                reads("'int'", "'int'"),
                reads("'long'", "'int'"),
                reads("'long'", "'long'"),
                reads("'float'", "'int'"),
                reads("'float'", "'long'"),
                reads("'double'", "'int'"),
                reads("'double'", "'long'"),
                reads("'double'", "'float'"),
                reads("'string'", "'bytes'"),
                reads("'bytes'", "'string'"),
                refuses("'null'", "'int'", "TYPE_MISMATCH @"),
                refuses("'null'", "'long'", "TYPE_MISMATCH @"),
                refuses("'boolean'", "'int'", "TYPE_MISMATCH @"),
                refuses("'int'", "'null'", "TYPE_MISMATCH @"),
                refuses("'int'", "'boolean'", "TYPE_MISMATCH @"),
                refuses("'int'", "'long'", "TYPE_MISMATCH @"),
                refuses("'int'", "'float'", "TYPE_MISMATCH @"),
                refuses("'int'", "'double'", "TYPE_MISMATCH @"),
                refuses("'long'", "'float'", "TYPE_MISMATCH @"),
                refuses("'long'", "'double'", "TYPE_MISMATCH @"),
                refuses("'float'", "'double'", "TYPE_MISMATCH @"),
                refuses("'string'", "'boolean'", "TYPE_MISMATCH @"),
                refuses("'string'", "'int'", "TYPE_MISMATCH @"),
                refuses("'bytes'", "'null'", "TYPE_MISMATCH @"),
                refuses("'bytes'", "'int'", "TYPE_MISMATCH @"));
    }

    static Stream<Arguments> containers() {
        return Stream.of(
                reads(INTS, INTS),
                reads(LONGS, INTS),
                reads(INT_MAP, INT_MAP),
                reads(LONG_MAP, INT_MAP),
                refuses(INTS, LONGS, "TYPE_MISMATCH @[]"),
                refuses(INT_MAP, LONG_MAP, "TYPE_MISMATCH @{}"),
                refuses(STRING_MAP, INT_MAP, "TYPE_MISMATCH @{}"),
                refuses(INT_MAP, INTS, "TYPE_MISMATCH @"),
                refuses(INTS, INT_MAP, "TYPE_MISMATCH @"),
                refuses("'int'", INTS, "TYPE_MISMATCH @"),
                refuses("'int'", INT_MAP, "TYPE_MISMATCH @"),
                refuses(STRINGS, "'string'", "TYPE_MISMATCH @"),
                refuses("'int'", enumOf("E", "'A'"), "TYPE_MISMATCH @"),
                refuses("'string'", enumOf("E", "'A'"), "TYPE_MISMATCH @"),
                refuses("'bytes'", fixed("F", 4), "TYPE_MISMATCH @"));
    }

    static Stream<Arguments> enumsAndFixed() {
        return Stream.of(
                reads(enumOf("E", "'A','B'"), enumOf("E", "'A','B'")),
                reads(enumOf("E", "'A','B'"), enumOf("E", "'A'")),
                reads(enumOf("E", "'A','B'", "A"), enumOf("E", "'A','B','C'")),
                reads(fixed("F", 4), fixed("F", 4)),
                refuses(enumOf("E", "'A'"), enumOf("E", "'A','B'"), "MISSING_ENUM_SYMBOLS @"),
                refuses(enumOf("E", "'A','B'"), enumOf("E", "'A','B','C'", "C"), "MISSING_ENUM_SYMBOLS @"),
                refuses(enumOf("E2", "'A','B'"), enumOf("E1", "'A','B'"), "NAME_MISMATCH @"),
                refuses(enumOf("E2", "'A'"), enumOf("E1", "'A','B'"), "NAME_MISMATCH @"),
                refuses(fixed("F2", 4), fixed("F1", 4), "NAME_MISMATCH @"),
                refuses(fixed("F", 8), fixed("F", 4), "FIXED_SIZE_MISMATCH @"));
    }

    static Stream<Arguments> unions() {
        return Stream.of(
                reads("[]", "[]"),
                reads("['int']", "['int']"),
                reads("['int','string']", "['string','int']"),
                reads("['long']", "['int']"),
                reads("['float']", "['int']"),
                reads("['float']", "['long']"),
                reads("['double']", "['int']"),
                reads("['double']", "['long']"),
                reads("['double']", "['float']"),
                reads("'float'", "['int']"),
                reads("'float'", "['int','long']"),
                reads("'double'", "['int','float']"),
                reads("['int']", "[]"),
                reads("['null','int']", "'int'"),
                reads("['string']", "['bytes']"),
                reads("['bytes']", "['string']"),
                reads("['int','float','bytes']", "['int','string']"),
                reads("['null'," + LONGS + "]", "['null'," + INTS + "]"),
                reads("'int'", "['int']"),
                reads("[" + fixed("F", 4) + "]", "[" + fixed("F", 4) + "]"),
                refuses("['int']", "['int','string']", "MISSING_UNION_BRANCH @"),
                refuses("['string']", "['int']", "MISSING_UNION_BRANCH @"),
                refuses("['int']", "['long']", "MISSING_UNION_BRANCH @"),
                refuses("['null','string']", "'int'", "MISSING_UNION_BRANCH @"),
                refuses("'string'", "['string','int']", "TYPE_MISMATCH @"),
                refuses("['boolean','string']", "['null','string']", "MISSING_UNION_BRANCH @"),
                refuses("[" + fixed("F", 4) + "]", "[" + fixed("F", 8) + "]", "FIXED_SIZE_MISMATCH @"));
    }

    static Stream<Arguments> records() {
        return Stream.of(
                reads(EMPTY, EMPTY),
                reads(EMPTY, A_INT),
                reads(A_INT, A_INT),
                reads(A_DEFAULT, EMPTY),
                reads(A_DEFAULT, A_INT),
                reads(A_INT, A_DEFAULT),
                reads(A_LONG, A_INT),
                reads(A_INT, A_B),
                reads(A_DEFAULT, A_B),
                reads(A_B_DEFAULT, A_INT),
                reads(A_B_DEFAULT, A_DEFAULT),
                reads(BOTH_DEFAULT, EMPTY),
                reads(BOTH_DEFAULT, A_INT),
                reads(A_B, BOTH_DEFAULT),
                reads(LIST, LIST),
                reads(LONG_LIST, LIST),
                reads(NULLABLE_LIST, NULLABLE_LIST),
                reads(record("R1", "{'name':'new','aliases':['a'],'type':'int'}"), A_INT),
                reads("{'type':'record','name':'R2','aliases':['R1'],'fields':[{'name':'a','type':'int'}]}", A_INT),
                reads(record("R1", "{'name':'a','type':['null','int'],'default':null}"), A_INT),
                refuses(A_INT, EMPTY, "READER_FIELD_MISSING_DEFAULT_VALUE @a"),
                refuses(A_B, A_INT, "READER_FIELD_MISSING_DEFAULT_VALUE @b"),
                refuses(A_B_DEFAULT, EMPTY, "READER_FIELD_MISSING_DEFAULT_VALUE @a"),
                refuses(A_B, EMPTY, "READER_FIELD_MISSING_DEFAULT_VALUE @a, READER_FIELD_MISSING_DEFAULT_VALUE @b"),
                refuses(A_INT, A_LONG, "TYPE_MISMATCH @a"),
                refuses(A_STRING, A_INT, "TYPE_MISMATCH @a"),
                refuses(record("R2"), EMPTY, "NAME_MISMATCH @"),
                refuses(record("R1", "{'name':'b','type':'int'}"), A_INT, "READER_FIELD_MISSING_DEFAULT_VALUE @b"),
                refuses(LIST, LONG_LIST, "TYPE_MISMATCH @head"),
                refuses("'int'", A_INT, "TYPE_MISMATCH @"),
                refuses(A_INT, "'int'", "TYPE_MISMATCH @"));
    }

    /** Several things wrong at once: all of them are told, not the first. */
    static Stream<Arguments> several() {
        String reader = record(
                "R",
                "{'name':'e','type':" + enumOf("E", "'A'") + "}",
                "{'name':'f','type':" + fixed("F", 2) + "}",
                "{'name':'u','type':['int']}",
                "{'name':'list','type':" + INTS + "}",
                "{'name':'in','type':" + record("In", "{'name':'x','type':'int'},{'name':'y','type':'int'}") + "}",
                "{'name':'more','type':'int'}");
        String writer = record(
                "R",
                "{'name':'e','type':" + enumOf("E", "'A','B'") + "}",
                "{'name':'f','type':" + fixed("F", 3) + "}",
                "{'name':'u','type':['int','string']}",
                "{'name':'list','type':" + LONGS + "}",
                "{'name':'in','type':" + record("In", "{'name':'x','type':'boolean'}") + "}");
        return Stream.of(refuses(
                reader,
                writer,
                "MISSING_ENUM_SYMBOLS @e, FIXED_SIZE_MISMATCH @f, MISSING_UNION_BRANCH @u, TYPE_MISMATCH @list[],"
                        + " TYPE_MISMATCH @in.x, READER_FIELD_MISSING_DEFAULT_VALUE @in.y,"
                        + " READER_FIELD_MISSING_DEFAULT_VALUE @more"));
    }

    @ParameterizedTest(name = "{0} reads {1}: {2}")
    @MethodSource({"primitives", "containers", "enumsAndFixed", "unions", "records", "several"})
    @Tag("check-26")
    void theVerdictIsAvrosAndTheReasonsAreTold(String reader, String writer, String faults) {
        Schema readerSchema = schema(reader);
        Schema writerSchema = schema(writer);
        List<Incompatibility> found =
                Compatibility.check(CompatibilityLevel.BACKWARD, readerSchema, List.of(writerSchema));
        SchemaCompatibilityType avros = SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, writerSchema)
                .getType();

        assertThat(found.stream().map(f -> f.kind() + " @" + f.path()).toList())
                .containsExactlyElementsOf(faults.isEmpty() ? List.of() : List.of(faults.split(", ")));
        assertThat(found.isEmpty()).isEqualTo(avros == SchemaCompatibilityType.COMPATIBLE);
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
