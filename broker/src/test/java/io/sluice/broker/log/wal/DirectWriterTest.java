/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectWriterTest {
    @TempDir
    Path directory;

    private DirectWriter writer;

    @BeforeEach
    void open() throws IOException {
        DirectWriter supported = DirectWriter.of(directory);
        assumeTrue(supported != null, "a file system that can be written past the page cache");
        writer = supported;
    }

    @Test
    void shouldLeaveNothingBehindOfAskingTheFileSystem() throws IOException {
        assertThat(directory).isEmptyDirectory();
    }

    /** Over files of before, in pieces that end anywhere in a block or fill the memory several times. */
    @Test
    void shouldWriteEveryByteWhereverAWriteEnds() throws IOException {
        Random random = new Random(7);
        int[] lengths = {1, 31, 4095, 4096, 4097, 1, 8192, (1 << 20) - 1, 1 << 20, (2 << 20) + 5, 0, 3};
        for (int file = 0; file < 3; file++) {
            Path path = directory.resolve("file-" + file);
            Files.write(path, new byte[5_000_003]);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            try (FileChannel channel = writer.open(path)) {
                for (int length : lengths) {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    int middle = length / 3;
                    writer.write(channel, expected.size(), new ByteBuffer[] {
                        ByteBuffer.wrap(bytes, 0, middle), ByteBuffer.wrap(bytes, middle, length - middle)
                    });
                    expected.write(bytes);
                    byte[] found = Arrays.copyOf(Files.readAllBytes(path), expected.size());
                    assertThat(Arrays.equals(found, expected.toByteArray()))
                            .as("%s after %d bytes", path, expected.size())
                            .isTrue();
                }
                channel.truncate(expected.size());
            }
            assertThat(Files.size(path)).isEqualTo(expected.size());
        }
    }
}
