/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.input.ChunkEntries;
import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.ColumnPass;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;

/** Holds a bloom filter against the values: whoever asks it skips the row group if it says no. */
final class BloomValidator implements ChunkEntries {

    private static final int MAX_HEADER_BYTES = 256;

    private final BloomFilter filter;
    private long missing;

    private BloomValidator(BloomFilter filter) {
        this.filter = filter;
    }

    static void validate(
            JoinedFiles file,
            LoadedRowGroup rowGroup,
            MappedColumn column,
            ColumnMetaData metadata,
            Consumer<String> faults) {
        if (!metadata.isSetBloom_filter_offset()) {
            return;
        }
        try {
            BloomValidator entries = new BloomValidator(read(file, metadata.getBloom_filter_offset()));
            ColumnPass.run(new ChunkSource(rowGroup, column.source()), entries);
            if (entries.missing > 0) {
                faults.accept("has a bloom filter that does not know " + entries.missing + " of its values");
            }
        } catch (IOException | RuntimeException e) {
            faults.accept("has a bloom filter that cannot be read: " + e.getMessage());
        }
    }

    private static BloomFilter read(JoinedFiles file, long offset) throws IOException {
        byte[] start = new byte[Math.toIntExact(Math.min(MAX_HEADER_BYTES, file.getLength() - offset))];
        file.readFully(offset, start, 0, start.length);
        ByteArrayInputStream in = new ByteArrayInputStream(start);
        BloomFilterHeader header = Util.readBloomFilterHeader(in);
        byte[] bits = new byte[header.getNumBytes()];
        file.readFully(offset + start.length - in.available(), bits, 0, bits.length);
        return new BlockSplitBloomFilter(bits);
    }

    private void require(long hash) {
        missing += filter.findHash(hash) ? 0 : 1;
    }

    @Override
    public void addNull(int repetition, int definition) {
        // A filter says nothing of nulls.
    }

    @Override
    public void add(int value, int repetition, int definition) {
        require(filter.hash(value));
    }

    @Override
    public void add(long value, int repetition, int definition) {
        require(filter.hash(value));
    }

    @Override
    public void add(float value, int repetition, int definition) {
        require(filter.hash(value));
    }

    @Override
    public void add(double value, int repetition, int definition) {
        require(filter.hash(value));
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        // Two values: nobody makes a filter of them.
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        require(filter.hash(value));
    }
}
