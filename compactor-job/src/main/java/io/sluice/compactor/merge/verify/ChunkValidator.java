/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.ColumnPass;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.verify.ColumnFacts.OfPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;

/** Holds one column chunk against all that the file says of it: where its pages are, how many, and what is in them. */
final class ChunkValidator {

    private final LoadedRowGroup rowGroup;
    private final MappedColumn column;
    private final ColumnMetaData metadata;
    private final Consumer<String> faults;

    private ChunkValidator(
            LoadedRowGroup rowGroup, MappedColumn column, ColumnMetaData metadata, Consumer<String> faults) {
        this.rowGroup = rowGroup;
        this.column = column;
        this.metadata = metadata;
        this.faults = faults;
    }

    static void validate(
            LoadedRowGroup rowGroup, MappedColumn column, ColumnChunk chunk, Codecs codecs, Consumer<String> faults) {
        try {
            SourceChunk source = rowGroup.chunk(column.to());
            if (source == null) {
                faults.accept("has no chunk");
                return;
            }
            new ChunkValidator(rowGroup, column, chunk.getMeta_data(), faults).run(source, codecs);
        } catch (IOException | RuntimeException e) {
            faults.accept("cannot be read: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private void run(SourceChunk source, Codecs codecs) throws IOException {
        ScannedPages scanned = source.pages(codecs);
        layout(source, scanned);
        encodings(scanned);
        List<Integer> entries = scanned.pages().stream().map(RawPage::entries).toList();
        ColumnFacts facts = new ColumnFacts(column.to(), entries);
        ColumnPass.run(new ChunkSource(rowGroup, column.source()), facts);
        long rows = facts.pages().stream().mapToLong(p -> p.rows).sum();
        expect("rows", rowGroup.rows(), rows);
        headers(scanned.pages(), facts.pages());
        idsFirst(scanned.pages(), facts.pages());
        if (source.offsetIndex() != null) {
            offsets(source, source.offsetIndex(), scanned.pages(), facts.pages());
        }
        new StatisticsValidator(column.to(), faults).validate(source, facts.pages());
    }

    private void expect(String what, long said, long found) {
        if (said != found) {
            faults.accept("says " + said + " " + what + ", has " + found);
        }
    }

    private void layout(SourceChunk source, ScannedPages scanned) {
        List<RawPage> all = new ArrayList<>(scanned.pages());
        if (scanned.dictionaryPage() != null) {
            all.add(0, scanned.dictionaryPage());
        }
        long compressed = 0;
        long uncompressed = 0;
        for (RawPage page : all) {
            compressed += page.length();
            uncompressed += page.body() - page.start() + page.header().getUncompressed_page_size();
        }
        expect("compressed bytes", metadata.getTotal_compressed_size(), compressed);
        expect("uncompressed bytes", metadata.getTotal_uncompressed_size(), uncompressed);
        long start = source.metadata().getStartingPos();
        if (!scanned.pages().isEmpty()) {
            long first = start + scanned.pages().get(0).start() - source.offset();
            expect("as position of its first data page", metadata.getData_page_offset(), first);
        }
        if (metadata.isSetDictionary_page_offset() && scanned.dictionaryPage() != null) {
            expect("as position of its dictionary", metadata.getDictionary_page_offset(), start);
        } else if (scanned.dictionaryPage() != null) {
            faults.accept("has a dictionary of which its metadata does not know");
        }
    }

    private void encodings(ScannedPages scanned) {
        Map<List<Object>, Integer> counts = new HashMap<>();
        Set<Encoding> used = new HashSet<>();
        RawPage dictionary = scanned.dictionaryPage();
        if (dictionary != null) {
            Encoding encoding = dictionary.header().getDictionary_page_header().getEncoding();
            counts.merge(List.of(PageType.DICTIONARY_PAGE, encoding), 1, Integer::sum);
        }
        for (RawPage page : scanned.pages()) {
            used.add(page.encoding());
            counts.merge(List.of(page.header().getType(), page.encoding()), 1, Integer::sum);
        }
        if (!metadata.getEncodings().containsAll(used)) {
            faults.accept("says encodings " + metadata.getEncodings() + ", has " + used);
        }
        if (metadata.isSetEncoding_stats()) {
            Map<List<Object>, Integer> said = new HashMap<>();
            for (PageEncodingStats stats : metadata.getEncoding_stats()) {
                said.merge(List.of(stats.getPage_type(), stats.getEncoding()), stats.getCount(), Integer::sum);
            }
            if (!said.equals(counts)) {
                faults.accept("says pages " + said + ", has " + counts);
            }
        }
    }

    private void headers(List<RawPage> pages, List<OfPage> facts) {
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i).header().isSetData_page_header_v2()) {
                var header = pages.get(i).header().getData_page_header_v2();
                expect("nulls in page " + i, header.getNum_nulls(), facts.get(i).nulls);
                expect("rows in page " + i, header.getNum_rows(), facts.get(i).rows);
            }
        }
    }

    /** The format allows any order, but Spark's vectorized reader takes values for ids if ids come behind them. */
    private void idsFirst(List<RawPage> pages, List<OfPage> facts) {
        int values = -1;
        for (int i = 0; i < pages.size(); i++) {
            boolean empty = pages.get(i).entries() == facts.get(i).nulls;
            if (values >= 0 && !empty && pages.get(i).usesDictionary()) {
                faults.accept("has ids in page " + i + ", behind the values in page " + values
                        + ": some readers take those for ids");
                return;
            }
            if (values < 0 && !empty && !pages.get(i).usesDictionary()) {
                values = i;
            }
        }
    }

    private void offsets(SourceChunk source, OffsetIndex index, List<RawPage> pages, List<OfPage> facts) {
        if (index.getPageCount() != pages.size()) {
            expect("pages in its offset index", index.getPageCount(), pages.size());
            return;
        }
        long row = 0;
        for (int i = 0; i < pages.size(); i++) {
            RawPage page = pages.get(i);
            long position = source.metadata().getStartingPos() + page.start() - source.offset();
            expect("as position of page " + i, index.getOffset(i), position);
            expect("bytes of page " + i, index.getCompressedPageSize(i), page.length());
            expect("as first row of page " + i, index.getFirstRowIndex(i), row);
            if (facts.get(i).beginsInARow) {
                faults.accept("has an offset index, and page " + i + " begins in the middle of a row");
            }
            int number = i;
            index.getUnencodedByteArrayDataBytes(i)
                    .ifPresent(bytes -> expect("unencoded bytes in page " + number, bytes, facts.get(number).bytes));
            row += facts.get(i).rows;
        }
    }
}
