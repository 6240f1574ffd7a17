/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.output.PageFacts;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.LocalInstants;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.CorruptDeltaByteArrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** A column of an input, for each of whose pages the cheapest way into the output is taken. */
final class CopiedPart implements Part {

    /** Pages that are shorter, and shorter in rows, are put together with their neighbours. */
    private static final int TINY_BYTES = 16 << 10;

    private static final int TINY_ROWS = 10_000;

    private final SourceChunk chunk;
    private final Copied copied;
    private final List<RawPage> pages;
    private final long[] rows;
    private final SourceFacts facts;
    private final PartValues values;
    private final boolean levelsStay;

    private CopiedPart(
            SourceChunk chunk, Copied copied, List<RawPage> pages, long[] rows, SourceFacts facts, PartValues values) {
        this.chunk = chunk;
        this.copied = copied;
        this.pages = pages;
        this.rows = rows;
        this.facts = facts;
        this.values = values;
        this.levelsStay = copied.definition().isIdentity();
    }

    static CopiedPart prepare(SourceChunk chunk, Copied copied, Codecs codecs) throws NotSpliceableException {
        LocalInstants.refuse(copied, chunk.createdBy());
        ScannedPages scanned = chunk.pages(codecs);
        List<RawPage> pages = scanned.pages();
        SourceFacts facts = new SourceFacts(chunk, copied, pages.size());
        boolean ids = pages.stream().anyMatch(RawPage::usesDictionary);
        if (ids && scanned.dictionary() == null) {
            throw new CorruptPageException("ids without a dictionary");
        }
        for (RawPage page : pages) {
            requireKnown(page, chunk);
        }
        long[] rows = PageRows.of(chunk, pages, facts, codecs);
        PlainValues own = ids ? scanned.dictionary() : null;
        PlainValues dictionary = own == null ? null : Widening.dictionary(own, copied);
        return new CopiedPart(chunk, copied, pages, rows, facts, PartValues.of(dictionary, pages.size()));
    }

    private static void requireKnown(RawPage page, SourceChunk chunk) throws NotSpliceableException {
        if (page.isHuge()) {
            throw new NotSpliceableException("it has a page of " + page.entries() + " entries");
        }
        if (page.hasOldLevels(chunk.column())) {
            throw new NotSpliceableException("its levels are in an encoding of old");
        }
        if (page.encoding() == Encoding.DELTA_BYTE_ARRAY
                && CorruptDeltaByteArrays.requiresSequentialReads(
                        chunk.createdBy(), org.apache.parquet.column.Encoding.DELTA_BYTE_ARRAY)) {
            throw new NotSpliceableException("its writer let strings begin in the page before (PARQUET-246)");
        }
    }

    @Override
    public Optional<PlainValues> dictionary() {
        return Optional.ofNullable(values.all());
    }

    @Override
    public Weight weight() {
        long inIds = 0;
        long inValues = 0;
        for (int ordinal = 0; ordinal < pages.size(); ordinal++) {
            RawPage page = pages.get(ordinal);
            long nulls = Math.max(0, facts.nulls(ordinal, page));
            PlainValues all = values.all();
            if (all != null && values.hasIds(page, ordinal)) {
                inIds += (page.entries() - nulls) * all.length() / Math.max(1, all.count());
            } else if (nulls < page.entries()) {
                inValues += page.header().getUncompressed_page_size();
            }
        }
        return new Weight(inIds, inValues);
    }

    @Override
    public Part absorb(Codecs codecs) {
        boolean plain =
                pages.stream().allMatch(p -> p.usesDictionary() || p.encoding() == Encoding.PLAIN || copied.widens());
        return plain
                ? new CopiedPart(chunk, copied, pages, rows, facts, values.absorb(chunk, pages, copied, codecs))
                : this;
    }

    @Override
    public long entries() {
        return chunk.metadata().getValueCount();
    }

    @Override
    public @Nullable Statistics<?> statistics() {
        return facts.chunk();
    }

    @Override
    public Way write(ChunkOutput output, Optional<Renaming> renaming) throws IOException {
        boolean tiny = isTiny();
        Way dearest = Way.COPY;
        for (int ordinal = 0; ordinal < pages.size(); ordinal++) {
            Way way = write(ordinal, output, renaming, tiny);
            dearest = way.compareTo(dearest) > 0 ? way : dearest;
        }
        return dearest;
    }

    private boolean isTiny() {
        long bytes = pages.stream().mapToLong(RawPage::length).sum();
        return bytes < (long) TINY_BYTES * pages.size() && chunk.rows() < (long) TINY_ROWS * pages.size();
    }

    private Way write(int ordinal, ChunkOutput output, Optional<Renaming> renaming, boolean tiny) throws IOException {
        RawPage page = pages.get(ordinal);
        PlainValues all = values.all();
        PageEntries entries = new PageEntries(chunk, copied, facts, output);
        boolean widens = copied.widens() && !page.usesDictionary();
        Way taken = widens ? Way.WIDEN : levelsStay ? Way.REMAP : Way.EDIT_LEVELS;
        Renaming names = output.builder.takesIds() ? renaming.orElse(null) : null;
        if (all != null && names != null && values.hasIds(page, ordinal) && (tiny || !page.usesDictionary())) {
            entries.addIds(page, ordinal, values, names);
            return taken;
        }
        if (all != null && names == null && page.usesDictionary()) {
            entries.addGathered(page, ordinal, values, all);
            return taken;
        }
        boolean plain = page.encoding() == Encoding.PLAIN;
        if (!page.usesDictionary() && (plain ? tiny : widens)) {
            entries.addValues(page, ordinal);
            return taken;
        }
        output.builder.flush();
        return edit(ordinal, output, page.usesDictionary() ? names : null, widens);
    }

    private Way edit(int ordinal, ChunkOutput output, @Nullable Renaming names, boolean widens) throws IOException {
        RawPage page = pages.get(ordinal);
        CompressionCodecName codec = output.writer.codec();
        boolean renames = names != null && !names.isIdentity();
        if (levelsStay && !widens && !renames && chunk.metadata().getCodec() == codec) {
            copy(page, facts.page(ordinal, page, rows[ordinal]), output);
            return copied.widens() ? Way.WIDEN : Way.COPY;
        }
        new PageEdit(chunk, copied, output).write(page, values, renames ? names : null, facts, ordinal, rows[ordinal]);
        if (widens) {
            return Way.WIDEN;
        }
        return !levelsStay ? Way.EDIT_LEVELS : renames ? Way.REMAP : Way.RECOMPRESS;
    }

    /** Byte by byte; under a header of its own only if it has no checksum yet. */
    private void copy(RawPage page, PageFacts unchanged, ChunkOutput output) throws IOException {
        if (page.header().isSetCrc()) {
            output.writer.copy(page, page.usesDictionary() ? values.ownCount() : 0, unchanged);
        } else {
            byte[] body = Arrays.copyOfRange(page.bytes(), page.body(), page.start() + page.length());
            output.writer.page(new PageHeader(page.header()), body, unchanged);
        }
    }
}
