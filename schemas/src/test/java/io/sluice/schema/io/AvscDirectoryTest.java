/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvscDirectoryTest {

    @TempDir
    private Path dir;

    private SchemaSource source;

    @BeforeEach
    void open() throws IOException {
        source = AvscDirectory.open(dir);
    }

    private void put(String name, String json) throws IOException {
        Files.writeString(dir.resolve(name), json);
    }

    @Test
    void findsSchemasByIdWithOrWithoutAName() throws IOException {
        put("1.avsc", "\"int\"");
        put("17-flights.v2.avsc", "\"long\"");
        put("README.md", "not a schema");
        assertThat(source.byId(1)).isEqualTo(Schema.create(Schema.Type.INT));
        assertThat(source.byId(17)).isEqualTo(Schema.create(Schema.Type.LONG));
        assertThat(source.byId(17)).isSameAs(source.byId(17));
    }

    @Test
    void picksUpAFileThatComesLater() throws IOException {
        put("12.avsc", "\"int\"");
        assertThatThrownBy(() -> source.byId(1))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("no schema 1: put it into " + dir + " as 1.avsc");
        put("1.avsc", "\"int\"");
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> source.byId(1) != null);
    }

    @Test
    void namesAFileThatIsNoSchemaAndReadsItAgainWhenMended() throws IOException {
        put("3.avsc", "{\"type\":\"rekord\"}");
        assertThatThrownBy(() -> source.byId(3))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(dir.resolve("3.avsc") + " is not an Avro schema: ");
        put("3.avsc", "\"int\"");
        assertThat(source.byId(3)).isNotNull();
    }

    @Test
    void refusesTwoFilesOfOneId() throws IOException {
        put("3.avsc", "\"int\"");
        put("3-b.avsc", "\"int\"");
        assertThatThrownBy(() -> source.byId(3))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("two files have schema 3: ")
                .hasMessageContaining("3-b.avsc");
    }

    @Test
    void refusesADirectoryThatIsNone() throws IOException {
        assertThatThrownBy(() -> AvscDirectory.open(dir.resolve("gone")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the directory of schemas does not exist");
        put("file", "");
        assertThatThrownBy(() -> AvscDirectory.open(dir.resolve("file"))).hasMessageContaining("is a file");
    }

    @Test
    void blamesNoRecordForADirectoryThatIsAway() throws IOException {
        AvscDirectory directory = AvscDirectory.open(dir);
        put("1.avsc", "\"int\"");
        Path away = dir.resolveSibling(dir.getFileName() + "-away");
        Files.move(dir, away);
        try {
            assertThatThrownBy(() -> directory.byId(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("the directory of schemas " + dir + " cannot be read: ");
            assertThatThrownBy(() -> directory.byFingerprint(1)).isInstanceOf(RegistryUnavailableException.class);
        } finally {
            Files.move(away, dir);
        }
        assertThat(directory.byId(1)).isEqualTo(Schema.create(Schema.Type.INT));
    }
}
