/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.language.SchemaDocument.Import;
import io.sluice.registry.language.SchemaLanguage.Earlier;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaLanguageTest {

    private static final SchemaLanguage AVRO = SchemaLanguage.of(SchemaType.AVRO);
    private static final SchemaLanguage PROTOBUF = SchemaLanguage.of(SchemaType.PROTOBUF);
    private static final SchemaLanguage JSON = SchemaLanguage.of(SchemaType.JSON);

    @Test
    void avroKeepsAllButWhiteSpace() {
        assertThat(AVRO.canonical(SchemaDocument.of("{ \"type\" : \"record\", \"name\":\"a.R\", \"doc\": \"d\","
                        + " \"fields\": [ ], \"owner\": \"me\" }")))
                .isEqualTo("{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a\",\"doc\":\"d\",\"fields\":[],"
                        + "\"owner\":\"me\"}");
        assertThatThrownBy(() -> AVRO.canonical(SchemaDocument.of("{\"type\":\"recrod\"}")))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("MUST be a primitive type or one of");
        assertThatThrownBy(
                        () -> AVRO.canonical(
                                SchemaDocument.of(
                                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":\"a\"}]}")))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("default");
    }

    @Test
    void avroNormalizedHasOneOrder() {
        String one = "{\"type\":\"record\",\"name\":\"R\",\"z\":{\"b\":1,\"a\":2},\"y\":1,\"fields\":[{\"name\":\"x\","
                + "\"type\":{\"type\":\"int\"},\"default\":0}]}";
        String other = "{\"y\":1,\"z\":{\"a\":2,\"b\":1},\"name\":\"R\",\"type\":\"record\",\"fields\":[{\"default\":0,"
                + "\"type\":\"int\",\"name\":\"x\"}]}";

        assertThat(AVRO.canonical(SchemaDocument.of(one))).isNotEqualTo(AVRO.canonical(SchemaDocument.of(other)));
        assertThat(AVRO.normalized(SchemaDocument.of(one))).isEqualTo(AVRO.normalized(SchemaDocument.of(other)));
    }

    @Test
    void jsonIsKeptAndNotCompared() {
        assertThat(JSON.canonical(SchemaDocument.of("{ \"type\" : \"object\", \"maximum\": 1.50 }")))
                .isEqualTo("{\"type\":\"object\",\"maximum\":1.50}");
        assertThat(JSON.normalized(SchemaDocument.of("{\"b\":1,\"a\":{\"d\":1,\"c\":2}}")))
                .isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"b\":1}");
        assertThatThrownBy(() -> JSON.canonical(SchemaDocument.of("[1]")))
                .hasMessageContaining("an object, true or false");
        assertThatThrownBy(() -> JSON.canonical(SchemaDocument.of("{} x"))).hasMessageContaining("not JSON");
        assertThat(JSON.incompatibilities(
                        CompatibilityLevel.BACKWARD,
                        SchemaDocument.of("{}"),
                        List.of(new Earlier(1, SchemaDocument.of("{}")))))
                .singleElement()
                .asString()
                .contains("does not compare JSON schemas: set the subject's compatibility to NONE");
    }

    @Test
    void protobufIsTheSameIfItDescribesTheSame() {
        SchemaDocument one = SchemaDocument.of("syntax = \"proto3\";\nmessage A { int32 x = 1; }");
        SchemaDocument other = SchemaDocument.of("// An A\nsyntax = \"proto3\"; message A {\n  int32 x = 1; }");
        SchemaDocument renamed = SchemaDocument.of("syntax = \"proto3\"; message A { int32 y = 1; }");

        assertThat(PROTOBUF.same(one, other)).isTrue();
        assertThat(PROTOBUF.same(one, renamed)).isFalse();
        assertThatThrownBy(() -> PROTOBUF.canonical(SchemaDocument.of("message A { B b = 1; }")))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("B");
        assertThatThrownBy(() -> PROTOBUF.canonical(SchemaDocument.of("syntax = \"proto3\";")))
                .hasMessage("it declares no message and no enum");
    }

    @Test
    void protobufFindsWhatItImports() {
        Import money = new Import(
                new SchemaReference("money.proto", "money", 1),
                "syntax = \"proto3\"; message Money { int64 cents = 1; }");
        String text = "syntax = \"proto3\"; import \"money.proto\"; import \"google/protobuf/timestamp.proto\";"
                + " message A { Money price = 1; google.protobuf.Timestamp at = 2; }";

        assertThat(PROTOBUF.canonical(new SchemaDocument(text, List.of(money)))).startsWith("syntax");
        assertThatThrownBy(() -> PROTOBUF.canonical(SchemaDocument.of(text))).hasMessageContaining("money.proto");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int32 x = 1;                          | int64 x = 1;                              |
            int32 x = 1;                          | bool renamed = 1;                         |
            string x = 1;                         | bytes x = 1;                              |
            int32 x = 1;                          | int32 x = 1; string more = 2;             |
            int32 x = 1; string more = 2;         | int32 x = 1;                              |
            string x = 1;                         | repeated string x = 1;                    |
            int32 x = 1;                          | oneof o { int32 x = 1; }                  |
            int32 x = 1;                          | string x = 1;                             | field A.x (number 1): the new schema has string, version 3 has int32
            int32 x = 1;                          | sint32 x = 1;                             | the new schema has sint32
            int32 x = 1;                          | repeated int32 x = 1;                     | it is repeated in one of
            map<string, int32> x = 1;             | string x = 1;                             | the new schema has string, version 3 has a map
            int32 x = 1; int32 y = 2;             | oneof o { int32 x = 1; int32 y = 2; }     | oneof A.o: version 3 may set several
            oneof o { int32 x = 1; int32 y = 2; } | oneof o { int32 x = 1; }                  | field A.y (number 2): it is gone from the oneof o
            oneof o { int32 x = 1; int32 y = 2; } | oneof o { int32 x = 1; int32 y = 2; int32 z = 3; } |
            message B { } B b = 1;                | message C { } C b = 1;                    | message A.B: version 3 has it, the new schema does not
            """)
    void protobufReadsWhatWasWrittenUnderAnEarlierVersion(String old, String fresh, String problem) {
        List<String> problems = PROTOBUF.incompatibilities(
                CompatibilityLevel.BACKWARD, proto3(fresh), List.of(new Earlier(3, proto3(old))));

        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).anySatisfy(found -> assertThat(found).contains(problem));
        }
    }

    @Test
    void protobufMindsWhatIsRequired() {
        SchemaDocument loose = SchemaDocument.of("syntax = \"proto2\"; message A { optional int32 x = 1; }");
        SchemaDocument strict = SchemaDocument.of("syntax = \"proto2\"; message A { required int32 x = 1; }");
        List<Earlier> history = List.of(new Earlier(1, loose));

        assertThat(PROTOBUF.incompatibilities(CompatibilityLevel.BACKWARD, strict, history))
                .containsExactly(
                        "field A.x (number 1): the new schema requires it, and version 1 does not have it in each"
                                + " message.");
        assertThat(PROTOBUF.incompatibilities(CompatibilityLevel.FORWARD, strict, history))
                .isEmpty();
    }

    private static SchemaDocument proto3(String fields) {
        return SchemaDocument.of("syntax = \"proto3\"; message A { " + fields + " }");
    }
}
