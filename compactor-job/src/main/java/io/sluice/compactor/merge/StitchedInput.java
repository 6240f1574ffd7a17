/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.Promotion;
import io.sluice.table.FileStore;
import io.sluice.table.parquet.FloatOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.CorruptDeltaByteArrays;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType;

/**
 * An input whose row groups are to stay where they are, and its footer: as parquet-java understands it, and as it is.
 *
 * @param bytes length of the file
 */
record StitchedInput(MergeInput input, ColumnMapping mapping, ParquetMetadata footer, FileMetaData raw, long bytes) {

    private static final int TRAILER_BYTES = 8;

    static StitchedInput read(FileStore store, MergeInput input, ColumnMapping mapping) throws IOException {
        try (JoinedFiles file = JoinedFiles.open(store, List.of(input.path()))) {
            ParquetMetadata footer = ParquetReading.footer(file);
            input.requireSame(footer);
            byte[] bytes = new byte[Math.toIntExact(ParquetReading.footerBytes(file)) - TRAILER_BYTES];
            file.readFully(file.getLength() - bytes.length - TRAILER_BYTES, bytes, 0, bytes.length);
            FileMetaData raw = Util.readFileMetaData(new ByteArrayInputStream(bytes));
            return new StitchedInput(input, mapping, footer, raw, file.getLength());
        }
    }

    /** Whether the output takes the column's chunks as they are. */
    static boolean staysInPlace(MappedColumn column) {
        return column.source() instanceof Copied copied
                && copied.promotion() == Promotion.NONE
                && copied.definition().isIdentity();
    }

    /** Whether bounds have to be {@linkplain IeeeBounds changed} before they hold for the output. */
    static boolean hasIeeeBounds(MappedColumn column) {
        return FloatOrder.isOfIeee(((Copied) column.source()).from().getPrimitiveType())
                && !FloatOrder.isOfIeee(column.to().getPrimitiveType());
    }

    /** Whether both order values alike: only then do bounds hold for the output. */
    static boolean sameOrder(MappedColumn column) {
        PrimitiveType from = ((Copied) column.source()).from().getPrimitiveType();
        PrimitiveType to = column.to().getPrimitiveType();
        return from.comparator().equals(to.comparator()) && from.columnOrder().equals(to.columnOrder());
    }

    /** Why the row groups cannot stay; empty if they can. */
    Optional<String> objection() {
        // Readers find out which split a row group is in by where its first column is.
        if (!staysInPlace(mapping.columns().get(0))) {
            return Optional.of("the first column of " + input.path() + " has to be written anew");
        }
        String writer = footer.getFileMetaData().getCreatedBy();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.isEncrypted()) {
                    return Optional.of(input.path() + " has encrypted columns");
                }
                if (chunk.getEncodings().contains(Encoding.DELTA_BYTE_ARRAY)
                        && CorruptDeltaByteArrays.requiresSequentialReads(writer, Encoding.DELTA_BYTE_ARRAY)) {
                    return Optional.of(input.path() + " is of a writer that readers make exceptions for: " + writer);
                }
            }
        }
        return Optional.empty();
    }
}
