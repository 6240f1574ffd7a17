/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.sink.OffsetChain;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.UnreadableValueException;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.jspecify.annotations.Nullable;

/**
 * The records of several staging files in offset order, each once, without a hole: see {@link OffsetChain}. Reads only
 * whole Avro blocks: a file that a crash has cut short ends with its last one. Holds one block per file in memory.
 *
 * <p>Not thread-safe.
 */
public final class StagedRecords implements AutoCloseable {

    private final List<Segment> segments = new ArrayList<>();
    private final PriorityQueue<Segment> heads = new PriorityQueue<>(
            // Of two copies of a record the newer one counts: an older epoch's may have been torn from its chain.
            Comparator.comparingLong((Segment s) -> s.head().offset())
                    .thenComparing(Comparator.comparingInt((Segment s) -> s.age).reversed()));
    private final OffsetChain chain;
    /** Of the record that was handed out: reading on would write over it. */
    private @Nullable Segment handedOut;

    private StagedRecords(OffsetChain chain) {
        this.chain = chain;
    }

    /**
     * Opens staging files without reading values.
     *
     * @param files oldest first; closed
     * @param previous offset of the record that they follow, or {@link OffsetChain#NONE}
     */
    public static StagedRecords heads(FileStore store, List<StorePath> files, long previous) throws IOException {
        return open(store, files, previous, Envelope.Selection.ofHeads());
    }

    /**
     * Opens staging files; some records come with their values, under a schema.
     *
     * @param wanted output partitions whose values are read; asked anew for each record
     */
    public static StagedRecords values(
            FileStore store, List<StorePath> files, long previous, Predicate<String> wanted, Schema target)
            throws IOException {
        return open(store, files, previous, Envelope.Selection.ofValues(wanted, target));
    }

    private static StagedRecords open(
            FileStore store, List<StorePath> files, long previous, Envelope.Selection selection) throws IOException {
        StagedRecords records = new StagedRecords(new OffsetChain(previous));
        try {
            for (StorePath file : files) {
                Optional<Segment> segment = Segment.open(store, file, records.segments.size(), selection);
                if (segment.isPresent()) {
                    records.segments.add(segment.get());
                    records.enqueue(segment.get());
                }
            }
            return records;
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    /** The next record that counts; null at the end. */
    public @Nullable StagedEntry next() throws IOException {
        if (handedOut != null) {
            enqueue(handedOut);
            handedOut = null;
        }
        for (Segment segment = heads.poll(); segment != null; segment = heads.poll()) {
            StagedEntry entry = segment.head();
            if (chain.accepts(entry.offset(), entry.previous())) {
                handedOut = segment;
                return entry;
            }
            enqueue(segment);
        }
        return null;
    }

    private void enqueue(Segment segment) throws IOException {
        if (segment.advance()) {
            heads.add(segment);
        }
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.stream.close();
        }
    }

    /** A file being read, with its next record. */
    private static final class Segment {

        private final StorePath path;
        private final int age;
        private final DataFileStream<Object> stream;
        private final Envelope.Reader reader;
        private AvroInput block = AvroInput.ofMany(new byte[0], 0, 0);
        private @Nullable StagedEntry head;

        private Segment(StorePath path, int age, DataFileStream<Object> stream, Envelope.Selection selection) {
            this.path = path;
            this.age = age;
            this.stream = stream;
            this.reader = selection.reader(stream.getSchema());
        }

        /** Empty if not even the header of the file is whole: then no record of it was ever synced. */
        static Optional<Segment> open(FileStore store, StorePath path, int age, Envelope.Selection selection)
                throws IOException {
            var in = store.open(path);
            try {
                return Optional.of(
                        new Segment(path, age, new DataFileStream<>(in, new GenericDatumReader<>()), selection));
            } catch (EOFException e) {
                in.close();
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                boolean torn = in.length() < 4 || e.getCause() instanceof EOFException;
                in.close();
                if (torn) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        StagedEntry head() {
            if (head == null) {
                throw new IllegalStateException("read before advance");
            }
            return head;
        }

        boolean advance() throws IOException {
            try {
                head = block.remaining() > 0 || nextBlock() ? reader.read(block) : null;
            } catch (AvroRuntimeException | UnreadableValueException e) {
                throw damaged(path, e);
            }
            return head != null;
        }

        /**
         * When a file ends within the header of a block, Avro takes the block for one that is there. Then it either sees
         * that it is not at a block's start, or hands over the last one once more, of which no record counts twice.
         */
        private boolean nextBlock() throws IOException {
            while (stream.hasNext()) {
                ByteBuffer bytes;
                try {
                    bytes = stream.nextBlock();
                } catch (IllegalStateException e) {
                    return false;
                }
                int from = bytes.arrayOffset() + bytes.position();
                block = AvroInput.ofMany(bytes.array(), from, from + bytes.remaining());
                if (block.remaining() > 0) {
                    return true;
                }
            }
            return false;
        }

        private static IOException damaged(StorePath path, Exception e) {
            return new IOException(
                    "staging file " + path + " is damaged (" + e.getMessage()
                            + "). If the file system cannot repair it, move it away: its records are read from Kafka"
                            + " again",
                    e);
        }
    }
}
