/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses and decompresses pages, from array to array. One thread at a time. */
public final class Codecs implements AutoCloseable {

    private final CodecFactory factory = new CodecFactory(new Configuration(false), 0);

    public BytesInputCompressor compressor(CompressionCodecName codec) {
        return factory.getCompressor(codec);
    }

    /** Compresses {@code length} bytes from the beginning of an array. */
    public byte[] compress(CompressionCodecName codec, byte[] bytes, int length) throws IOException {
        return bytes(factory.getCompressor(codec).compress(BytesInput.from(bytes, 0, length)));
    }

    /**
     * Decompresses.
     *
     * @throws CorruptPageException if that does not give {@code uncompressed} bytes
     */
    byte[] decompress(CompressionCodecName codec, byte[] bytes, int offset, int length, int uncompressed) {
        if (uncompressed == 0) {
            return new byte[0];
        }
        try {
            BytesInput body = BytesInput.from(bytes, offset, length);
            byte[] result = bytes(factory.getDecompressor(codec).decompress(body, uncompressed));
            if (result.length != uncompressed) {
                throw new CorruptPageException(
                        "a page decompresses to " + result.length + " bytes instead of " + uncompressed);
            }
            return result;
        } catch (IOException e) {
            throw new CorruptPageException("a page cannot be decompressed: " + e.getMessage());
        }
    }

    /** A copy: the codecs use their buffers again. */
    public static byte[] bytes(BytesInput input) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(input.size())];
        input.toInputStream().slice(bytes.length).get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        factory.release();
    }
}
