/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.sluice.broker.metadata.ClusterRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of the metadata in one file, an event a line: eight hexadecimal digits of CRC-32C, a blank, the event as
 * JSON. So it can be read with {@code less} and not be changed by mistake.
 *
 * <p>A last line without its end is what a crash leaves of an event that nobody was told of: it is cut off. Anything
 * else that does not check is refused. Not thread-safe.
 */
final class MetadataJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetadataJournal.class);
    private static final int CHECKSUM_CHARS = 8;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Uuid.class, ToStringSerializer.instance)
                    .addDeserializer(Uuid.class, new UuidReader()))
            .build();

    private final Path file;
    private final FileChannel channel;
    private boolean broken;

    private MetadataJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** A journal ready for appending, and what it says so far. */
    record Opened(MetadataJournal journal, List<ClusterRecord> records) {}

    /**
     * Opens the journal, or starts one.
     *
     * @throws KafkaException if it is damaged, naming the file and the position
     */
    static Opened open(Path file) throws IOException {
        boolean isNew = Files.notExists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (isNew) {
                DurableFiles.syncDirectory(file.toAbsolutePath().getParent());
            }
            byte[] content = Files.readAllBytes(file);
            List<ClusterRecord> records = new ArrayList<>();
            int start = 0;
            for (int end = endOfLine(content, start); end >= 0; end = endOfLine(content, start)) {
                records.add(decode(file, content, start, end));
                start = end + 1;
            }
            if (start < content.length) {
                log.warn(
                        "{}: cut off {} bytes at {}, an event that a crash left unfinished",
                        file,
                        content.length - start,
                        start);
                channel.truncate(start);
                channel.force(true);
            }
            channel.position(start);
            return new Opened(new MetadataJournal(file, channel), records);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Replaces the journal by one with the same outcome. Before {@link #open}. */
    static void rewrite(Path file, List<ClusterRecord> records) throws IOException {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(encode(record)));
        DurableFiles.replace(file, lines.toString());
    }

    private static int endOfLine(byte[] content, int start) {
        for (int i = start; i < content.length; i++) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static ClusterRecord decode(Path file, byte[] content, int start, int end) {
        try {
            String line = new String(content, start, end - start, StandardCharsets.UTF_8);
            String event = line.substring(CHECKSUM_CHARS + 1);
            if (!line.startsWith(checksum(event) + " ")) {
                throw new KafkaException("its checksum is wrong");
            }
            return JSON.readValue(event, ClusterRecord.class);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new KafkaException(
                    file + " is damaged at byte " + start + ": " + e.getMessage()
                            + "; restore it from a backup, nothing was changed",
                    e);
        }
    }

    private static String encode(ClusterRecord record) {
        try {
            String event = JSON.writerFor(ClusterRecord.class).writeValueAsString(record);
            return checksum(event) + " " + event + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + record, e);
        }
    }

    private static String checksum(String event) {
        CRC32C crc = new CRC32C();
        crc.update(event.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    /**
     * Writes an event; it is durable when this returns.
     *
     * @throws IOException if it is not known to be durable; the journal then takes no more, because what it ends with
     *     is unknown until it is opened again
     */
    void append(ClusterRecord record) throws IOException {
        if (broken) {
            throw new IOException(file + " failed before; restart the broker once the disk is well");
        }
        ByteBuffer line = ByteBuffer.wrap(encode(record).getBytes(StandardCharsets.UTF_8));
        broken = true;
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
        broken = false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class UuidReader extends FromStringDeserializer<Uuid> {
        private static final long serialVersionUID = 1;

        UuidReader() {
            super(Uuid.class);
        }

        @Override
        protected Uuid _deserialize(String text, DeserializationContext context) {
            return Uuid.fromString(text);
        }
    }
}
