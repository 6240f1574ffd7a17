/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own encoder and decoder. */
final class Encoded {

    private Encoded() {}

    static byte[] bytes(Object datum, Schema schema) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object read(byte[] bytes, Schema writer, Schema reader) {
        try {
            // Of a stream, not of the bytes: Avro 1.12.2 takes [1] for too short to be read as an array of doubles if
            // it knows how many bytes are left.
            var in = new FilterInputStream(new ByteArrayInputStream(bytes)) {};
            return new GenericDatumReader<>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(in, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
