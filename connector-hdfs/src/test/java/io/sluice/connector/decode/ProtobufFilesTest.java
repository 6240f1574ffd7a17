/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.ProtobufConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptor files as protoc makes them, and the messages of their types. */
class ProtobufFilesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadMessagesOfATypeInADescriptorFile() throws IOException {
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "protobuf",
                "protobuf.descriptor.file", file("shop.desc").toString(),
                "protobuf.message.type", "shop.Money");

        assertThat(read(pipeline, "0a034348461011180a"))
                .isEqualTo("{\"currency\": \"CHF\", \"units\": 17, \"nanos\": 5}");
        assertThatThrownBy(() -> read(pipeline, "0a05434846"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: not a message shop.Money: field 'currency': cut off: a length of 5 bytes"
                        + " where 3 are left, before byte 2");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Path notOne = Files.writeString(directory.resolve("shop.proto"), "syntax = \"proto3\";");
        Path withoutImports = file("shop-without-imports.desc");
        Path whole = file("shop.desc");

        assertThatThrownBy(() -> SchemaFiles.message(new ProtobufConfig(notOne, "shop.Order")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("protobuf.descriptor.file")
                .hasMessageContaining("is not what protoc --include_imports --descriptor_set_out makes");
        assertThatThrownBy(() -> SchemaFiles.message(new ProtobufConfig(withoutImports, "shop.Order")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "file shop/money.proto is missing, imported by shop/order.proto: make it with protoc"
                                + " --include_imports");
        assertThatThrownBy(() -> SchemaFiles.message(new ProtobufConfig(whole, "shop.Ordre")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no message shop.Ordre: there are")
                .hasMessageContaining("shop.Order, ");
        assertThatThrownBy(() -> Pipelines.of(
                        "value.format", "protobuf",
                        "protobuf.descriptor.file", whole.toString(),
                        "protobuf.message.type", "shop.Tree"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("protobuf.message.type")
                .hasMessageContaining("contains itself");
    }

    private static String read(RecordPipeline pipeline, String hex) {
        return pipeline.process(Records.of(HexFormat.of().parseHex(hex), 42))
                .orElseThrow()
                .value()
                .toString();
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = getClass().getResourceAsStream("/protobuf/" + name)) {
            Files.copy(Objects.requireNonNull(content), file);
        }
        return file;
    }
}
