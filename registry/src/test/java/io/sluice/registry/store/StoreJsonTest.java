/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.state.Mode;
import io.sluice.registry.state.SchemaContent;
import io.sluice.registry.state.SchemaVersion;
import io.sluice.registry.state.StoreKey;
import io.sluice.registry.state.StoreRecord;
import io.sluice.registry.state.StoreValue;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of {@code _schemas}, as Confluent's registry has them. */
class StoreJsonTest {

    private static Stream<Arguments> records() {
        SchemaContent avro = new SchemaContent(SchemaType.AVRO, "\"int\"", List.of());
        SchemaContent protobuf =
                new SchemaContent(SchemaType.PROTOBUF, "message A {}", List.of(new SchemaReference("b.proto", "b", 2)));
        return Stream.of(
                Arguments.of(
                        new StoreRecord(
                                new StoreKey.SchemaKey("s", 1),
                                new StoreValue.SchemaValue(new SchemaVersion("s", 1, 7, avro), false)),
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                        "{\"subject\":\"s\",\"version\":1,\"id\":7,\"schema\":\"\\\"int\\\"\",\"deleted\":false}"),
                Arguments.of(
                        new StoreRecord(
                                new StoreKey.SchemaKey("s", 2),
                                new StoreValue.SchemaValue(new SchemaVersion("s", 2, 8, protobuf), true)),
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}",
                        "{\"subject\":\"s\",\"version\":2,\"id\":8,\"schemaType\":\"PROTOBUF\",\"references\":["
                                + "{\"name\":\"b.proto\",\"subject\":\"b\",\"version\":2}],"
                                + "\"schema\":\"message A {}\",\"deleted\":true}"),
                Arguments.of(
                        new StoreRecord(new StoreKey.SchemaKey("s", 1), null),
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                        null),
                Arguments.of(
                        new StoreRecord(
                                new StoreKey.ConfigKey(null), new StoreValue.ConfigValue(CompatibilityLevel.FULL)),
                        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                        "{\"compatibilityLevel\":\"FULL\"}"),
                Arguments.of(
                        new StoreRecord(new StoreKey.ModeKey("s"), new StoreValue.ModeValue(Mode.READONLY)),
                        "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}",
                        "{\"mode\":\"READONLY\"}"),
                Arguments.of(
                        new StoreRecord(new StoreKey.DeleteSubjectKey("s"), new StoreValue.DeleteSubjectValue(2)),
                        "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                        "{\"subject\":\"s\",\"version\":2}"),
                Arguments.of(
                        new StoreRecord(new StoreKey.ClearSubjectKey("s"), new StoreValue.ClearSubjectValue()),
                        "{\"keytype\":\"CLEAR_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                        "{\"subject\":\"s\"}"),
                Arguments.of(
                        new StoreRecord(new StoreKey.NoopKey(), new StoreValue.HighestIdValue(9)),
                        "{\"keytype\":\"NOOP\",\"magic\":0}",
                        "{\"maxId\":9}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldWriteAndReadARecord(StoreRecord record, String key, String value) throws IOException {
        assertThat(new String(StoreJson.key(record.key()), UTF_8)).isEqualTo(key);
        byte[] bytes = StoreJson.value(record);
        assertThat(bytes == null ? null : new String(bytes, UTF_8)).isEqualTo(value);
        assertThat(StoreJson.record(key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8)))
                .isEqualTo(record);
    }

    /** Newer ones put more into their values. */
    @Test
    void shouldReadWhatOtherRegistriesAdd() throws IOException {
        StoreRecord schema = read(
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"s\",\"version\":1,\"id\":7,\"md5\":\"x\",\"metadata\":null,\"schemaType\":null,"
                        + "\"references\":null,\"schema\":\"\\\"int\\\"\",\"deleted\":false,\"offset\":3}");
        assertThat(schema)
                .isEqualTo(new StoreRecord(
                        new StoreKey.SchemaKey("s", 1),
                        new StoreValue.SchemaValue(
                                new SchemaVersion("s", 1, 7, new SchemaContent(SchemaType.AVRO, "\"int\"", List.of())),
                                false)));
        assertThat(read("{\"keytype\":\"MODE\",\"subject\":null,\"magic\":0}", "{\"mode\":\"IMPORT\"}"))
                .isEqualTo(new StoreRecord(new StoreKey.ModeKey(null), new StoreValue.ModeValue(Mode.READWRITE)));
        assertThat(read("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}", "{\"normalize\":true}"))
                .isEqualTo(new StoreRecord(new StoreKey.ConfigKey(null), null));
        assertThat(read("{\"keytype\":\"NOOP\",\"magic\":0}", "null"))
                .isEqualTo(new StoreRecord(new StoreKey.NoopKey(), null));
        assertThat(read("{\"keytype\":\"CONTEXT\",\"tenant\":\"t\",\"context\":\"c\",\"magic\":0}", "{}"))
                .as("a kind that is not known")
                .isNull();
    }

    @Test
    void shouldSayWhatIsWrongWithARecord() {
        assertThatThrownBy(() -> StoreJson.record(null, new byte[0])).hasMessage("a record without a key");
        assertThatThrownBy(() -> read("{\"keytype\":\"SCHEMA\",\"subject\":\"s\"}", "{}"))
                .isInstanceOf(IOException.class)
                .hasMessage("no \"version\" in {\"keytype\":\"SCHEMA\",\"subject\":\"s\"}");
        assertThatThrownBy(
                        () -> read("{\"keytype\":\"CONFIG\",\"subject\":null}", "{\"compatibilityLevel\":\"SOMEHOW\"}"))
                .hasMessage("\"compatibilityLevel\" is SOMEHOW, which is not known here");
        assertThatThrownBy(() -> read("no JSON", "{}")).isInstanceOf(IOException.class);
    }

    private static StoreRecord read(String key, String value) throws IOException {
        return StoreJson.record(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }
}
