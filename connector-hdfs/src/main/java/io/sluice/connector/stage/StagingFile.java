/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.config.SyncMode;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** One staging file being written: an Avro container of one schema. Not thread-safe. */
final class StagingFile {

    private final StorePath path;
    private final DurableOutput out;
    private final DataFileWriter<Object> writer;
    private final Envelope.Writer envelope;
    private boolean dirty;

    private StagingFile(StorePath path, DurableOutput out, DataFileWriter<Object> writer, Envelope.Writer envelope) {
        this.path = path;
        this.out = out;
        this.writer = writer;
        this.envelope = envelope;
    }

    static StagingFile create(FileStore store, StorePath path, Schema value) throws IOException {
        DurableOutput out = store.create(path);
        DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>());
        writer.setCodec(CodecFactory.snappyCodec());
        // A block is a unit of loss only until the next sync: what fills a buffer need not be on its way.
        writer.setFlushOnEveryBlock(false);
        try {
            writer.create(Envelope.schema(value), out);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, out);
            throw e;
        }
        return new StagingFile(path, out, writer, new Envelope.Writer(value));
    }

    StorePath path() {
        return path;
    }

    long bytes() {
        return out.position();
    }

    void append(StagedRecord record) throws IOException {
        dirty = true;
        writer.appendEncoded(envelope.bytes(record));
    }

    /** Ends the block and makes it durable. */
    void sync(SyncMode mode) throws IOException {
        if (!dirty) {
            return;
        }
        writer.flush();
        switch (mode) {
            case HSYNC -> out.syncToDisk();
            case HFLUSH -> out.flushToReplicas();
        }
        dirty = false;
    }

    /** Makes everything durable and closes the file, also if that fails. */
    void close() throws IOException {
        try {
            writer.close();
        } catch (IOException | RuntimeException e) {
            // Avro's writer lets go of its stream only if it could flush.
            closeAfter(e, out);
            throw e;
        }
    }

    private static void closeAfter(Exception failure, DurableOutput out) {
        try {
            out.close();
        } catch (IOException | RuntimeException e) {
            // HDFS throws the very same one again.
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }
}
