/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs, and the old LZ4 without the library that Hadoop wants for it. What goes by that name is of two kinds:
 * blocks in Hadoop's frames, and, of other writers, a block as it is.
 */
@SuppressWarnings("deprecation") // The type that the factory of codecs wants from whoever extends it.
public final class InstalledCodecs extends CodecFactory {

    public InstalledCodecs(Configuration configuration) {
        super(configuration, 0);
    }

    @Override
    protected BytesDecompressor createDecompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.LZ4 ? new OldLz4() : super.createDecompressor(codec);
    }

    private static final class OldLz4 extends BytesDecompressor {

        private final Lz4Decompressor blocks = new Lz4Decompressor();

        @Override
        public BytesInput decompress(BytesInput compressed, int size) throws IOException {
            byte[] from = Codecs.bytes(compressed);
            byte[] to = new byte[size];
            if (!framed(from, to)) {
                try {
                    int found = blocks.decompress(from, 0, from.length, to, 0, size);
                    if (found != size) {
                        throw new IOException("a block of " + found + " bytes where " + size + " are promised");
                    }
                } catch (MalformedInputException e) {
                    throw new IOException("no LZ4, neither in Hadoop's frames nor without: " + e.getMessage(), e);
                }
            }
            return BytesInput.from(to);
        }

        /** Frames: the length of what follows, then blocks, each behind its own compressed length. */
        private boolean framed(byte[] bytes, byte[] to) {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            int done = 0;
            try {
                while (from.remaining() >= Integer.BYTES * 2) {
                    int frame = from.getInt();
                    int end = done + frame;
                    if (frame < 0 || end > to.length) {
                        return false;
                    }
                    while (done < end) {
                        int length = from.remaining() < Integer.BYTES ? -1 : from.getInt();
                        if (length <= 0 || length > from.remaining()) {
                            return false;
                        }
                        done += blocks.decompress(bytes, from.position(), length, to, done, to.length - done);
                        from.position(from.position() + length);
                    }
                }
            } catch (MalformedInputException e) {
                // Then it is the other kind; or none, which that will say.
                return false;
            }
            return done == to.length && !from.hasRemaining();
        }

        @Override
        public void decompress(ByteBuffer compressed, int compressedSize, ByteBuffer target, int size)
                throws IOException {
            byte[] from = new byte[compressedSize];
            compressed.get(from);
            target.put(Codecs.bytes(decompress(BytesInput.from(from), size)));
        }

        @Override
        public void release() {
            // Holds nothing but heap.
        }
    }
}
