/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.wal.WalFormat.EntryHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalReaderTest {
    private static final int SEQUENCE = 4;
    private static final int MARK = 0x5eed;

    @TempDir
    Path directory;

    /** Such bytes may be in a record that a client wrote to the file which had this one's place before. */
    @Test
    void shouldTakeNoGroupForItsOwnThatWasThereBeforeTheFileWasBegun() throws IOException {
        byte[] own = group(MARK, "own", 0);
        write(own, group(MARK + 1, "not its own", own.length + 1));

        assertThat(replay(new WalPosition(SEQUENCE, 0))).containsExactly("own");
        assertThat(Files.size(file())).isEqualTo(own.length);
    }

    @Test
    void shouldMissAGroupThatALaterOneSaysWasDurable() throws IOException {
        byte[] first = group(MARK, "first", 0);
        byte[] second = group(MARK, "second", first.length);
        byte[] third = group(MARK, "third", first.length + second.length);
        second[second.length - 1]++;
        write(first, second, third);

        assertThatThrownBy(() -> replay(new WalPosition(SEQUENCE, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file() + " is damaged at byte " + first.length);
    }

    @Test
    void shouldNotGoOnInAFileWhoseFirstGroupIsNotThere() throws IOException {
        byte[] first = group(MARK, "first", 0);
        first[0]++;
        write(first, group(MARK, "second", first.length));

        assertThatThrownBy(() -> replay(new WalPosition(SEQUENCE, first.length)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file() + " is damaged at byte 0");
    }

    /** Files of the first version have no mark. */
    @Test
    void shouldReadAFileWithoutAMark() throws IOException {
        write(group(0, "one", 0), group(0, "two", 0));

        assertThat(replay(new WalPosition(SEQUENCE, 0))).containsExactly("one", "two");
    }

    private Path file() {
        return directory.resolve("00000000000000000004.wal");
    }

    private void write(byte[]... groups) throws IOException {
        Files.write(file(), new byte[0]);
        for (byte[] group : groups) {
            Files.write(file(), group, java.nio.file.StandardOpenOption.APPEND);
        }
    }

    private static byte[] group(int mark, String topic, long durablePosition) {
        byte[] payload = topic.getBytes(StandardCharsets.UTF_8);
        int bytes = WalFormat.ENTRY_HEADER_BYTES + payload.length;
        ByteBuffer group = ByteBuffer.allocate(WalFormat.GROUP_HEADER_BYTES + bytes);
        WalFormat.writeGroupHeader(group, WalFormat.fileId(mark, SEQUENCE), bytes, 1, durablePosition);
        int at = WalFormat.GROUP_HEADER_BYTES;
        group.put(at + WalFormat.ENTRY_HEADER_BYTES, payload);
        WalFormat.writeEntryHeader(group, at, WalFormat.Type.CREATE, payload.length, 0, Uuid.ZERO_UUID, 0, 0);
        return group.array();
    }

    private List<String> replay(WalPosition from) throws IOException {
        List<String> topics = new ArrayList<>();
        new WalReader(new WalFiles(directory, 0)).replay(from, new WalReader.Replay() {
            @Override
            public void entry(EntryHeader header, ByteBuffer payload) {
                topics.add(StandardCharsets.UTF_8.decode(payload).toString());
            }

            @Override
            public boolean isIntact(EntryHeader header, ByteBuffer payload) {
                return true;
            }
        });
        return topics;
    }
}
