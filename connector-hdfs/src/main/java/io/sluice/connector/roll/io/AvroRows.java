/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroSkipper;
import io.sluice.table.parquet.DurableOutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Avro's container files, for tables that are to stay Avro. */
record AvroRows(String codec) implements RowFormat {

    @Override
    public RowWriter open(DurableOutputFile out, Schema schema, long rows, Map<String, String> metadata)
            throws IOException {
        DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>());
        writer.setCodec(CodecFactory.fromString(codec));
        metadata.forEach(writer::setMeta);
        OutputStream stream = out.create(0);
        try {
            writer.create(schema, stream);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        return new Writer(writer, stream, AvroSkipper.of(schema));
    }

    private record Writer(DataFileWriter<GenericRecord> writer, OutputStream stream, AvroSkipper skipper)
            implements RowWriter {

        /** As the bytes are. */
        @Override
        public void write(AvroInput in) throws IOException {
            int from = in.position();
            skipper.skip(in);
            writer.appendEncoded(ByteBuffer.wrap(in.array(), from, in.position() - from));
        }

        @Override
        public void complete() throws IOException {
            writer.flush();
        }

        /** Avro's writer lets go of its stream only if it could flush. */
        @Override
        public void close() throws IOException {
            try (stream) {
                writer.close();
            }
        }
    }
}
