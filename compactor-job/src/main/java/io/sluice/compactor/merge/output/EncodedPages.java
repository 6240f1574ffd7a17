/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import io.sluice.compactor.merge.page.Codecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.jspecify.annotations.Nullable;

/** Where a column writer of parquet-java puts its pages: they wait, compressed, for the dictionary, which comes last. */
public final class EncodedPages implements PageWriteStore, PageWriter {

    private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

    private final BytesInputCompressor compressor;
    private final StatisticsMerge merged;
    private final List<Page> pages = new ArrayList<>();
    private @Nullable DictionaryPage dictionary;
    private long bytes;

    /**
     * Begins a chunk.
     *
     * @param statistics to which those of the pages are added
     */
    public EncodedPages(BytesInputCompressor compressor, StatisticsMerge statistics) {
        this.compressor = compressor;
        this.merged = statistics;
    }

    /** A page, compressed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and too long to copy.
    private record Page(PageHeader header, byte[] body, PageFacts facts) {}

    @Override
    public PageWriter getPageWriter(ColumnDescriptor column) {
        return this;
    }

    @Override
    public void writePage(
            BytesInput body,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            @Nullable SizeStatistics sizes,
            @Nullable GeospatialStatistics geospatial,
            Encoding repetition,
            Encoding definition,
            Encoding values)
            throws IOException {
        int uncompressed = Math.toIntExact(body.size());
        byte[] compressed = Codecs.bytes(compressor.compress(body));
        PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, compressed.length);
        header.setData_page_header(new DataPageHeader(
                valueCount,
                CONVERTER.getEncoding(values),
                CONVERTER.getEncoding(definition),
                CONVERTER.getEncoding(repetition)));
        pages.add(new Page(
                header, compressed, new PageFacts(rowCount, hasValues(valueCount, statistics), statistics, sizes)));
        merged.add(valueCount, statistics);
        bytes += compressed.length;
    }

    @Deprecated
    @Override
    public void writePage(
            BytesInput body,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding values) {
        throw new UnsupportedOperationException("a page without a row count");
    }

    @Override
    public void writePage(
            BytesInput body,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding values)
            throws IOException {
        writePage(body, valueCount, rowCount, statistics, null, null, repetition, definition, values);
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetition,
            BytesInput definition,
            Encoding encoding,
            BytesInput values,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("pages of version 2 are not written here");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        dictionary = page.copy();
    }

    private static boolean hasValues(int entries, Statistics<?> statistics) {
        return !statistics.isNumNullsSet() || statistics.getNumNulls() < entries;
    }

    /** Writes the pages, behind their dictionary if there is one. */
    public void flushTo(ChunkWriter chunk) throws IOException {
        if (dictionary != null) {
            byte[] compressed = Codecs.bytes(compressor.compress(dictionary.getBytes()));
            chunk.dictionary(compressed, dictionary.getUncompressedSize(), dictionary.getDictionarySize());
        }
        for (Page page : pages) {
            chunk.page(page.header(), page.body(), page.facts());
        }
    }

    @Override
    public long getMemSize() {
        return bytes;
    }

    @Override
    public long allocatedSize() {
        return bytes;
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + pages.size() + " pages of " + bytes + " bytes";
    }

    @Override
    public void close() {
        pages.clear();
    }
}
