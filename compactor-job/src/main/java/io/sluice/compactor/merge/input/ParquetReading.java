/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.page.InstalledCodecs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** How the compactor reads Parquet: page checksums verified, and Hadoop's configuration files parsed once, not per file. */
public final class ParquetReading {

    private static final int TRAILER_BYTES = 8;
    private static final int SHORTEST_FILE_BYTES = TRAILER_BYTES + 4;
    private static final Configuration CODECS = new Configuration(false);

    private ParquetReading() {}

    /** Options of one reader. Not shared: a reader gives its codecs back to a pool when it closes, in use or not. */
    static ParquetReadOptions options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new InstalledCodecs(CODECS))
                .withUseHadoopVectoredIo(false)
                .usePageChecksumVerification()
                .build();
    }

    /**
     * Reads a footer.
     *
     * @throws NotParquetException if there is none, or one that is damaged or encrypted
     * @throws IOException if the file cannot be read
     */
    public static ParquetMetadata footer(InputFile file) throws IOException {
        MemoryFile tail = tail(file);
        ParquetMetadata footer;
        try (SeekableInputStream in = tail.newStream()) {
            footer = ParquetFileReader.readFooter(tail, options(), in);
        } catch (ParquetCryptoRuntimeException e) {
            throw new NotParquetException(file + " is encrypted, and there are no keys to read it with", e);
        } catch (IOException | RuntimeException e) {
            // Of what Parquet says of a footer the first line is about the fault, and the others are the footer.
            String fault = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new NotParquetException(file + " has no footer that can be read: " + fault, e);
        }
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.isEncrypted()) {
                    throw new NotParquetException(
                            file + " has encrypted columns, and there are no keys to read them with");
                }
            }
        }
        return footer;
    }

    /** Bytes of the footer at the end of a file, its length and magic included. */
    public static long footerBytes(InputFile file) throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            return footerBytes(file, in);
        }
    }

    private static long footerBytes(InputFile file, SeekableInputStream in) throws IOException {
        if (file.getLength() < SHORTEST_FILE_BYTES) {
            throw new NotParquetException(file + " is too short to be a Parquet file: " + file.getLength() + " bytes");
        }
        byte[] trailer = new byte[TRAILER_BYTES];
        in.seek(file.getLength() - TRAILER_BYTES);
        in.readFully(trailer);
        long bytes = TRAILER_BYTES
                + Integer.toUnsignedLong(
                        ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt());
        if (bytes > file.getLength() || bytes > Integer.MAX_VALUE - Long.BYTES) {
            throw new NotParquetException(
                    file + " should have a footer of " + bytes + " bytes, and has " + file.getLength() + " in all");
        }
        return bytes;
    }

    /** The end of a file, so that what fails from here on is not the file system. */
    private static MemoryFile tail(InputFile file) throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            byte[] bytes = new byte[Math.toIntExact(footerBytes(file, in))];
            long start = file.getLength() - bytes.length;
            in.seek(start);
            in.readFully(bytes);
            return new MemoryFile(List.of(new MemoryFile.Run(start, bytes)), file.getLength());
        }
    }
}
