/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.splice.PartValues.PlainBytes;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A bloom filter of a chunk that is put together from others: a smaller one cannot grow, so it is made anew, from
 * dictionaries where there are some and from values elsewhere. Not thread-safe.
 */
public final class BloomBuild {

    private static final double FALSE_POSITIVES = 0.01;

    /** As parquet-java's writer has it. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int BITS_OF_BYTE = 8;

    /** Of as many different values the largest filter says nothing any more. */
    private static final int MAX_VALUES = 1 << 22;

    private final PrimitiveType type;
    private final BlockSplitBloomFilter hasher = new BlockSplitBloomFilter(BlockSplitBloomFilter.LOWER_BOUND_BYTES);
    private long[] hashes = new long[1 << 10];
    private int count;

    private BloomBuild(ColumnDescriptor column) {
        this.type = column.getPrimitiveType();
    }

    /** Whether a source has one: then its writer thought the column worth it. */
    public static boolean isWanted(List<SpliceSource> sources) {
        return sources.stream()
                .anyMatch(s -> s.source() instanceof Copied
                        && s.chunk() != null
                        && s.chunk().metadata().getBloomFilterOffset() >= 0
                        && s.chunk().column().getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN);
    }

    /**
     * Builds the filter of all values.
     *
     * @throws NotSpliceableException if that cannot be done from pages
     */
    public static BloomFilter of(List<SpliceSource> sources, ColumnDescriptor column, Codecs codecs)
            throws NotSpliceableException {
        BloomBuild build = new BloomBuild(column);
        for (SpliceSource source : sources) {
            SourceChunk chunk = source.chunk();
            if (source.source() instanceof Copied copied && chunk != null) {
                build.add(chunk, copied, codecs);
            } else if (source.source() instanceof Filled filled) {
                build.add(Stripe.of(filled.stripe(), column).values());
            }
        }
        return build.filter();
    }

    private void add(SourceChunk chunk, Copied copied, Codecs codecs) throws NotSpliceableException {
        ScannedPages scanned = chunk.pages(codecs);
        PlainValues dictionary = scanned.dictionary();
        if (dictionary != null) {
            add(Widening.dictionary(dictionary, copied));
        }
        for (RawPage page : scanned.pages()) {
            if (page.isHuge() || page.hasOldLevels(chunk.column())) {
                throw new NotSpliceableException("its levels are not to be had");
            }
            if (!page.usesDictionary()) {
                OpenPage open =
                        OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), codecs);
                int values = open.valueCount(new int[page.entries()]);
                PlainBytes plain = PlainBytes.of(open, values, copied);
                PlainValues all = new PlainValues(PlainWidth.of(type));
                all.addAll(plain.bytes(), plain.start(), plain.end(), values);
                add(all);
            }
        }
    }

    private void add(PlainValues values) throws NotSpliceableException {
        if (count + values.count() > hashes.length) {
            distinct();
            if (count > MAX_VALUES) {
                throw new NotSpliceableException("it has more than " + MAX_VALUES + " different values");
            }
            hashes = Arrays.copyOf(hashes, Math.max(count + values.count(), count * 2 + hashes.length));
        }
        int prefix = values.width() == PlainWidth.VARIABLE ? Integer.BYTES : 0;
        for (int i = 0; i < values.count(); i++) {
            int start = values.start(i);
            hashes[count++] = switch (type.getPrimitiveTypeName()) {
                case INT32 -> hasher.hash(values.intAt(i));
                case INT64 -> hasher.hash(values.longAt(i));
                case FLOAT -> hasher.hash(Float.intBitsToFloat(values.intAt(i)));
                case DOUBLE -> hasher.hash(Double.longBitsToDouble(values.longAt(i)));
                default ->
                    hasher.hash(Binary.fromConstantByteArray(
                            values.array(), start + prefix, values.start(i + 1) - start - prefix));
            };
        }
    }

    private void distinct() {
        Arrays.sort(hashes, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        count = distinct;
    }

    private BloomFilter filter() {
        distinct();
        int bits = BlockSplitBloomFilter.optimalNumOfBits(Math.max(1, count), FALSE_POSITIVES);
        BloomFilter filter = new BlockSplitBloomFilter(Math.min(bits / BITS_OF_BYTE, MAX_BYTES), MAX_BYTES);
        for (int i = 0; i < count; i++) {
            filter.insertHash(hashes[i]);
        }
        return filter;
    }
}
