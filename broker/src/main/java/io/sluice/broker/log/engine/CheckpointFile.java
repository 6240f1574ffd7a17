/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.LeaderEpochs;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.ProducerState.SequencedBatch;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.model.Transactions;
import io.sluice.broker.log.segment.ExtentState;
import io.sluice.broker.log.segment.SegmentState;
import io.sluice.broker.log.wal.DurableFile;
import io.sluice.broker.log.wal.WalPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/**
 * The file {@code log.checkpoint}: replaced as a whole, atomically. A version, the {@link Checkpoint} in the order of
 * its fields, and the CRC32C of all before it.
 */
record CheckpointFile(Path directory) {
    private static final int FIRST_VERSION = 1;
    /** Since then: the number, and how far each log is clean. */
    private static final int CLEANED_VERSION = 2;

    /** Since then: the extents of each log. */
    private static final int BUNDLED_VERSION = 3;

    /** Since 4: the coordinator of each producer. */
    private static final int VERSION = 4;

    private static final String NAME = "log.checkpoint";

    Optional<Checkpoint> read() throws IOException {
        Path path = directory.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(path);
        int body = bytes.length - Integer.BYTES;
        if (body <= 0 || ByteBuffer.wrap(bytes).getInt(body) != crc(bytes, body)) {
            throw new IOException(path + " is damaged (its CRC does not match). Restore it from a copy of the disk");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body));
        int version = in.readInt();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IOException(
                    path + " has version " + version + "; this broker reads " + FIRST_VERSION + " to " + VERSION);
        }
        long number = version < CLEANED_VERSION ? 0 : in.readLong();
        WalPosition position = new WalPosition(in.readLong(), in.readLong());
        boolean clean = in.readBoolean();
        return Optional.of(new Checkpoint(number, position, clean, readList(in, from -> readLog(from, version))));
    }

    void write(Checkpoint checkpoint) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(VERSION);
        out.writeLong(checkpoint.number());
        out.writeLong(checkpoint.position().fileSequence());
        out.writeLong(checkpoint.position().position());
        out.writeBoolean(checkpoint.clean());
        writeList(out, checkpoint.logs(), CheckpointFile::writeLog);
        out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        DurableFile.prepare(directory.resolve(NAME), bytes.toByteArray()).commit();
    }

    private static void writeLog(DataOutputStream out, LogSnapshot log) throws IOException {
        out.writeLong(log.partition().topicId().getMostSignificantBits());
        out.writeLong(log.partition().topicId().getLeastSignificantBits());
        out.writeUTF(log.partition().topic());
        out.writeInt(log.partition().partition());
        out.writeLong(log.logStartOffset());
        out.writeLong(log.endOffset());
        out.writeLong(log.cleanedTo());
        writeList(out, log.epochs().starts(), (to, start) -> {
            to.writeInt(start.leaderEpoch());
            to.writeLong(start.startOffset());
        });
        writeList(out, log.segments(), CheckpointFile::writeSegment);
        writeList(out, log.extents(), CheckpointFile::writeExtent);
        writeList(out, log.producers(), CheckpointFile::writeProducer);
        writeList(out, log.open(), (to, open) -> {
            to.writeLong(open.producerId());
            to.writeLong(open.firstOffset());
        });
        writeList(out, log.aborted(), (to, aborted) -> {
            to.writeLong(aborted.producerId());
            to.writeLong(aborted.firstOffset());
            to.writeLong(aborted.lastOffset());
        });
    }

    private static LogSnapshot readLog(DataInputStream in, int version) throws IOException {
        Uuid topicId = new Uuid(in.readLong(), in.readLong());
        String topic = in.readUTF();
        return new LogSnapshot(
                new TopicIdPartition(topicId, in.readInt(), topic),
                in.readLong(),
                in.readLong(),
                version < CLEANED_VERSION ? 0 : in.readLong(),
                new LeaderEpochs(readList(in, from -> new LeaderEpochs.Start(from.readInt(), from.readLong()))),
                readList(in, CheckpointFile::readSegment),
                version < BUNDLED_VERSION ? List.of() : readList(in, CheckpointFile::readExtent),
                readList(in, from -> readProducer(from, version)),
                readList(in, from -> new Transactions.Open(from.readLong(), from.readLong())),
                readList(in, from -> new Transactions.Aborted(from.readLong(), from.readLong(), from.readLong())));
    }

    static void writeSegment(DataOutputStream out, SegmentState segment) throws IOException {
        writeSummary(out, segment.summary());
        out.writeInt(segment.offsetIndexEntries());
        out.writeInt(segment.timeIndexEntries());
    }

    static SegmentState readSegment(DataInputStream in) throws IOException {
        return new SegmentState(readSummary(in), in.readInt(), in.readInt());
    }

    private static void writeExtent(DataOutputStream out, ExtentState extent) throws IOException {
        out.writeLong(extent.bundle());
        out.writeLong(extent.position());
        writeSummary(out, extent.summary());
    }

    private static ExtentState readExtent(DataInputStream in) throws IOException {
        return new ExtentState(in.readLong(), in.readLong(), readSummary(in));
    }

    private static void writeSummary(DataOutputStream out, SegmentSummary summary) throws IOException {
        out.writeLong(summary.baseOffset());
        out.writeLong(summary.endOffset());
        out.writeLong(summary.sizeInBytes());
        out.writeLong(summary.maxTimestamp());
        out.writeLong(summary.offsetOfMaxTimestamp());
        out.writeLong(summary.firstTimestamp());
    }

    private static SegmentSummary readSummary(DataInputStream in) throws IOException {
        return new SegmentSummary(
                in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private static void writeProducer(DataOutputStream out, ProducerState producer) throws IOException {
        out.writeLong(producer.producerId());
        out.writeShort(producer.epoch());
        out.writeLong(producer.lastUpdateMs());
        out.writeInt(producer.coordinatorEpoch());
        writeList(out, producer.batches(), (to, batch) -> {
            to.writeInt(batch.firstSequence());
            to.writeInt(batch.lastSequence());
            to.writeLong(batch.lastOffset());
            to.writeInt(batch.offsetDelta());
            to.writeLong(batch.maxTimestamp());
        });
    }

    private static ProducerState readProducer(DataInputStream in, int version) throws IOException {
        long producerId = in.readLong();
        short epoch = in.readShort();
        long lastUpdateMs = in.readLong();
        int coordinatorEpoch = version < VERSION ? ProducerState.NO_COORDINATOR : in.readInt();
        List<SequencedBatch> batches = readList(
                in,
                from -> new SequencedBatch(
                        from.readInt(), from.readInt(), from.readLong(), from.readInt(), from.readLong()));
        return new ProducerState(producerId, epoch, batches, lastUpdateMs, coordinatorEpoch);
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> void writeList(DataOutputStream out, Collection<T> items, Writer<T> writer) throws IOException {
        out.writeInt(items.size());
        for (T item : items) {
            writer.write(out, item);
        }
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        List<T> items = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            items.add(reader.read(in));
        }
        return items;
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
