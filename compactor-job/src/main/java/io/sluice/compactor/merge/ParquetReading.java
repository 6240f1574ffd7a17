/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** How the compactor reads Parquet: page checksums verified, and Hadoop's configuration files parsed once, not per file. */
public final class ParquetReading {

    private static final int TRAILER_BYTES = 8;
    private static final Configuration CODECS = new Configuration(false);

    private ParquetReading() {}

    /** Options of one reader. Not shared: a reader gives its codecs back to a pool when it closes, in use or not. */
    static ParquetReadOptions options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new CodecFactory(CODECS, 0))
                .withUseHadoopVectoredIo(false)
                .usePageChecksumVerification()
                .build();
    }

    public static ParquetMetadata footer(InputFile file) throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            return ParquetFileReader.readFooter(file, options(), in);
        }
    }

    /** Bytes of the footer at the end of a file, its length and magic included. */
    public static long footerBytes(InputFile file) throws IOException {
        byte[] trailer = new byte[TRAILER_BYTES];
        try (SeekableInputStream in = file.newStream()) {
            in.seek(file.getLength() - TRAILER_BYTES);
            in.readFully(trailer);
        }
        return TRAILER_BYTES + Integer.toUnsignedLong(ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }
}
