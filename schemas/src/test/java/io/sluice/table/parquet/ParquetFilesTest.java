/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.CrashingFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTest {

    private final FileStore store = new LocalFileStore();

    @TempDir
    private Path temp;

    private StorePath file;

    @BeforeEach
    void nameFile() {
        file = new StorePath(temp.toString()).child("a.parquet");
    }

    @Test
    void knowsLengthAndChecksumOfWhatItWrote() throws IOException {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        DurableOutputFile output = ParquetFiles.output(store, file);
        try (PositionOutputStream out = output.create(0)) {
            out.write(content, 0, 100_000);
            out.write(content[100_000]);
            assertThat(out.getPos()).isEqualTo(100_001);
            out.write(content, 100_001, 99_999);
            assertThatThrownBy(output::crc32c).isInstanceOf(IllegalStateException.class);
        }
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(temp.resolve("a.parquet")));
        assertThat(output.crc32c()).isEqualTo(crc.getValue());
        assertThat(output.bytes()).isEqualTo(200_000);
        assertThat(output.getPath()).isEqualTo(file.value());
    }

    @Test
    void readsAtAnyPlace() throws IOException {
        try (PositionOutputStream out = ParquetFiles.output(store, file).create(0)) {
            out.write(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
        }
        InputFile input = ParquetFiles.input(store, file);
        assertThat(input.getLength()).isEqualTo(8);
        assertThat(input).hasToString(file.value());
        try (SeekableInputStream in = input.newStream()) {
            in.seek(3);
            ByteBuffer direct = ByteBuffer.allocateDirect(4);
            in.readFully(direct);
            assertThat(direct.flip().get(0)).isEqualTo((byte) 3);
            assertThat(in.getPos()).isEqualTo(7);
        }
        assertThatThrownBy(() -> ParquetFiles.input(store, file.parent().child("gone")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void usesANameOnce() throws IOException {
        DurableOutputFile output = ParquetFiles.output(store, file);
        output.create(0).close();
        assertThatThrownBy(() -> output.create(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ParquetFiles.output(store, file).create(0))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> ParquetFiles.output(store, file).createOrOverwrite(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isNotCompleteUnlessSynced() throws IOException {
        CrashingFileStore crashing = CrashingFileStore.crashingAt(3, Moment.BEFORE, store);
        DurableOutputFile output = ParquetFiles.output(crashing, file);
        PositionOutputStream out = output.create(0);
        out.write(new byte[10]);
        assertThatThrownBy(out::close).isInstanceOf(SimulatedCrash.class).hasMessageContaining("before sync " + file);
        assertThatThrownBy(output::bytes).isInstanceOf(IllegalStateException.class);
    }
}
