/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import io.sluice.cli.input.Events;
import io.sluice.cli.input.Lines;
import io.sluice.cli.terminal.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The records of an input file as the bytes that a producer would send. Not thread-safe. */
abstract class RecordSource implements AutoCloseable {

    /** The id under which an Avro file's schema is registered for the run. */
    static final int SCHEMA_ID = 1;

    /** What the Kafka producer takes by default. */
    private static final int MAX_EVENT_BYTES = 1 << 20;

    /** The next record's value, or null at the end. */
    abstract byte @org.jspecify.annotations.Nullable [] next() throws IOException;

    /** The schema that the bytes refer to by {@link #SCHEMA_ID}, if they do. */
    Optional<Schema> schema() {
        return Optional.empty();
    }

    @Override
    public abstract void close() throws IOException;

    static RecordSource open(InputFormat format, Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new UserError("cannot read the input " + file);
        }
        return format == InputFormat.AVRO ? new AvroFile(file) : new TextFile(file);
    }

    /** How many records there are, by reading once. */
    static long count(InputFormat format, Path file) throws IOException {
        try (RecordSource source = open(format, file)) {
            long n = 0;
            while (source.next() != null) {
                n++;
            }
            return n;
        }
    }

    /** One record a line; empty lines are none. */
    private static final class TextFile extends RecordSource {
        private final Lines lines;
        private final Events events;

        TextFile(Path file) throws IOException {
            lines = new Lines(Files.newInputStream(file), file.toString(), MAX_EVENT_BYTES);
            events = new Events(lines, file.toString(), Optional.empty(), MAX_EVENT_BYTES);
        }

        @Override
        byte @org.jspecify.annotations.Nullable [] next() throws IOException {
            return events.next();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** An Avro container file, sent in the Confluent wire format: magic 0, schema id, body. */
    private static final class AvroFile extends RecordSource {
        private final DataFileReader<GenericRecord> reader;
        private final GenericDatumWriter<GenericRecord> writer;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

        AvroFile(Path file) throws IOException {
            try {
                reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
            } catch (IOException e) {
                throw new UserError(file + " is not an Avro container file (" + e.getMessage()
                        + "). Choose --format text or json for other input.");
            }
            writer = new GenericDatumWriter<>(reader.getSchema());
        }

        @Override
        byte @org.jspecify.annotations.Nullable [] next() throws IOException {
            if (!reader.hasNext()) {
                return null;
            }
            bytes.reset();
            bytes.write(0);
            bytes.write(ByteBuffer.allocate(4).putInt(SCHEMA_ID).array());
            writer.write(reader.next(), encoder);
            encoder.flush();
            return bytes.toByteArray();
        }

        @Override
        Optional<Schema> schema() {
            return Optional.of(reader.getSchema());
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
