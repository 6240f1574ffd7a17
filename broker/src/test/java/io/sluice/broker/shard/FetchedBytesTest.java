/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultFileRegion;
import io.sluice.broker.log.FetchedRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedBytesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldJoinFilesAndMemory() throws IOException {
        try (FileChannel segment = segment()) {
            ByteBuffer memory = ByteBuffer.wrap(new byte[] {9, 9});

            ByteBuffer bytes = FetchedBytes.copy(new Parts(List.of(
                    new FetchedRecords.FilePart(new DefaultFileRegion(segment, 1, 3)),
                    new FetchedRecords.MemoryPart(memory))));

            assertThat(bytes).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 9, 9}));
            assertThat(memory.remaining()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotTakeAShortFileForAWholeOne() throws IOException {
        try (FileChannel segment = segment()) {
            Parts parts = new Parts(List.of(new FetchedRecords.FilePart(new DefaultFileRegion(segment, 3, 4))));

            assertThatThrownBy(() -> FetchedBytes.copy(parts)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private FileChannel segment() throws IOException {
        return FileChannel.open(Files.write(directory.resolve("segment"), new byte[] {0, 1, 2, 3, 4}));
    }

    private record Parts(List<Part> parts) implements FetchedRecords {

        @Override
        public int sizeInBytes() {
            return parts.stream().mapToInt(Part::sizeInBytes).sum();
        }

        @Override
        public void release() {}
    }
}
