/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses and decompresses pages, from array to array. One thread at a time. */
public final class Codecs implements AutoCloseable {

    private final CodecFactory factory = new InstalledCodecs(new Configuration(false));
    private byte[] room = new byte[0];

    public BytesInputCompressor compressor(CompressionCodecName codec) {
        return factory.getCompressor(codec);
    }

    /** Compresses {@code length} bytes of an array. */
    public byte[] compress(CompressionCodecName codec, byte[] bytes, int offset, int length) throws IOException {
        if (codec == CompressionCodecName.UNCOMPRESSED) {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }
        if (codec == CompressionCodecName.SNAPPY) {
            int most = Snappy.maxCompressedLength(length);
            if (most > room.length) {
                room = new byte[most];
            }
            return Arrays.copyOf(room, Snappy.compress(bytes, offset, length, room, 0));
        }
        return bytes(factory.getCompressor(codec).compress(BytesInput.from(bytes, offset, length)));
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
            byte[] result = codec == CompressionCodecName.SNAPPY
                    ? unsnap(bytes, offset, length, uncompressed)
                    : bytes(factory.getDecompressor(codec)
                            .decompress(BytesInput.from(bytes, offset, length), uncompressed));
            requireLength(result.length, uncompressed);
            return result;
        } catch (IOException e) {
            throw new CorruptPageException("a page cannot be decompressed: " + e.getMessage());
        }
    }

    /** Without the copies, to and from memory outside of the heap, that Hadoop's codecs are made for. */
    private static byte[] unsnap(byte[] bytes, int offset, int length, int uncompressed) throws IOException {
        // The library writes as much as the page says it holds, whatever there is room for.
        requireLength(Snappy.uncompressedLength(bytes, offset, length), uncompressed);
        byte[] result = new byte[uncompressed];
        requireLength(Snappy.uncompress(bytes, offset, length, result, 0), uncompressed);
        return result;
    }

    private static void requireLength(int found, int promised) {
        if (found != promised) {
            throw new CorruptPageException("a page decompresses to " + found + " bytes instead of " + promised);
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
