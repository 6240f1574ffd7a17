/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import io.sluice.compactor.merge.page.CopiedPages;
import io.sluice.compactor.merge.page.CopiedPages.Copy;
import io.sluice.compactor.merge.page.RawPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.ColumnIndexBuilder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * One column chunk: a dictionary page or none, then data pages, each of them written when it is handed over. Every page
 * begins with a row.
 *
 * <p>Pages of ids stand before pages of values. The format does not ask for it, but every writer does it so, and readers
 * count on it: Spark's vectorized one keeps the ids of a batch and looks all of them up once a page of ids begins, and
 * what it had read of values before is lost.
 *
 * <p>Not thread-safe.
 */
public final class ChunkWriter {

    private static final int INDEX_TRUNCATE_BYTES = 64;

    private final ChunkSink file;
    private final ColumnDescriptor column;
    private final CompressionCodecName codec;
    private final long start;
    private final ColumnIndexBuilder columnIndex;
    private final List<PageLocation> locations = new ArrayList<>();
    private final List<Long> unencodedBytes = new ArrayList<>();
    private final Map<PageType, Map<Encoding, Integer>> pages = new EnumMap<>(PageType.class);
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private final CopiedPages copies = new CopiedPages();
    private @Nullable SizeStatistics sizes;
    private boolean boundsKnown = true;
    private boolean sizesKnown = true;
    private boolean dictionary;
    private boolean valuesBegan;
    private long entries;
    private long rows;
    private long uncompressedBytes;

    ChunkWriter(ChunkSink file, ColumnDescriptor column, CompressionCodecName codec) {
        this.file = file;
        this.column = column;
        this.codec = codec;
        this.start = file.position();
        this.columnIndex = ColumnIndexBuilder.getBuilder(column.getPrimitiveType(), INDEX_TRUNCATE_BYTES);
    }

    public ColumnDescriptor column() {
        return column;
    }

    public CompressionCodecName codec() {
        return codec;
    }

    /** Whether a page of ids may come next: there is a dictionary, and no page of values yet. */
    public boolean takesIds() {
        return dictionary && !valuesBegan;
    }

    /** Rows of the pages so far. */
    public long rows() {
        return rows;
    }

    /**
     * Writes the dictionary page, before any data page.
     *
     * @param body PLAIN values, compressed
     * @param uncompressed bytes of the body before compression
     */
    public void dictionary(byte[] body, int uncompressed, int values) throws IOException {
        if (file.position() != start) {
            throw new IllegalStateException("a dictionary behind pages");
        }
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, uncompressed, body.length);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN_DICTIONARY));
        write(header, body);
        dictionary = true;
        count(header, Encoding.PLAIN_DICTIONARY);
    }

    /** Writes a data page under a header that lacks only its checksum. The body is compressed as the header says. */
    public void page(PageHeader header, byte[] body, PageFacts facts) throws IOException {
        requireOrder(header, facts);
        long at = file.position();
        write(header, body);
        added(header, facts, at);
    }

    /** Pages of other files so far. */
    public CopiedPages copies() {
        return copies;
    }

    /**
     * Writes a data page as it stands in another file.
     *
     * @param dictionaryValues of that file's dictionary, which the chunk's begins with; 0 if the page has no ids
     */
    public void copy(RawPage page, int dictionaryValues, PageFacts facts) throws IOException {
        PageHeader header = page.header();
        requireOrder(header, facts);
        long at = file.position();
        file.write(page.bytes(), page.start(), page.length());
        uncompressedBytes +=
                (long) page.length() - header.getCompressed_page_size() + header.getUncompressed_page_size();
        copies.add(entries, new Copy(page.entries(), dictionaryValues));
        added(header, facts, at);
    }

    private void requireOrder(PageHeader header, PageFacts facts) {
        Encoding encoding = encoding(header);
        boolean ids = encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        if (ids && facts.hasValues() && !takesIds()) {
            throw new IllegalStateException("ids behind values, or without a dictionary");
        }
        valuesBegan |= !ids && facts.hasValues();
    }

    private static Encoding encoding(PageHeader header) {
        return header.isSetData_page_header_v2()
                ? header.getData_page_header_v2().getEncoding()
                : header.getData_page_header().getEncoding();
    }

    private void write(PageHeader header, byte[] body) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(body);
        header.setCrc((int) crc.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        Util.writePageHeader(header, bytes);
        file.write(bytes.toByteArray(), 0, bytes.size());
        file.write(body, 0, body.length);
        uncompressedBytes += (long) bytes.size() + header.getUncompressed_page_size();
    }

    private void added(PageHeader header, PageFacts facts, long at) {
        if (header.isSetData_page_header_v2()) {
            entries += header.getData_page_header_v2().getNum_values();
            encodings.add(Encoding.RLE);
        } else {
            entries += header.getData_page_header().getNum_values();
            encodings.add(header.getData_page_header().getDefinition_level_encoding());
            encodings.add(header.getData_page_header().getRepetition_level_encoding());
        }
        count(header, encoding(header));
        locations.add(new PageLocation(at, Math.toIntExact(file.position() - at), rows));
        rows += facts.rows();
        if (facts.bounds() == null) {
            boundsKnown = false;
        } else if (boundsKnown) {
            columnIndex.add(facts.bounds(), facts.sizes());
        }
        addSizes(facts.sizes());
    }

    private void addSizes(@Nullable SizeStatistics page) {
        sizesKnown &= page != null && page.isValid();
        if (!sizesKnown || page == null) {
            return;
        }
        page.getUnencodedByteArrayDataBytes().ifPresent(unencodedBytes::add);
        if (sizes == null) {
            sizes = page.copy();
        } else {
            sizes.mergeStatistics(page);
        }
    }

    private void count(PageHeader header, Encoding encoding) {
        encodings.add(encoding);
        pages.computeIfAbsent(header.getType(), t -> new EnumMap<>(Encoding.class))
                .merge(encoding, 1, Integer::sum);
    }

    /**
     * Ends the chunk.
     *
     * @param statistics of all values; null if they are not known
     */
    public void end(@Nullable Statistics<?> statistics) {
        ColumnMetaData metadata = new ColumnMetaData(
                thriftType(column.getPrimitiveType().getPrimitiveTypeName()),
                List.copyOf(encodings),
                List.of(column.getPath()),
                org.apache.parquet.format.CompressionCodec.valueOf(codec.name()),
                entries,
                uncompressedBytes,
                file.position() - start,
                locations.isEmpty() ? start : locations.get(0).getOffset());
        if (dictionary) {
            metadata.setDictionary_page_offset(start);
        }
        if (statistics != null && !statistics.isEmpty()) {
            metadata.setStatistics(ParquetMetadataConverter.toParquetStatistics(statistics));
        }
        if (sizes != null && sizesKnown) {
            metadata.setSize_statistics(ParquetMetadataConverter.toParquetSizeStatistics(sizes));
        }
        metadata.setEncoding_stats(encodingStats());
        ColumnChunk chunk = new ColumnChunk(metadata.getData_page_offset());
        chunk.setMeta_data(metadata);
        file.ended(new WrittenChunk(chunk, columnIndex(), offsetIndex()), rows);
    }

    private List<PageEncodingStats> encodingStats() {
        List<PageEncodingStats> stats = new ArrayList<>();
        pages.forEach((type, byEncoding) ->
                byEncoding.forEach((encoding, count) -> stats.add(new PageEncodingStats(type, encoding, count))));
        return stats;
    }

    private @Nullable ColumnIndex columnIndex() {
        PrimitiveType type = column.getPrimitiveType();
        return boundsKnown && !locations.isEmpty()
                ? ParquetMetadataConverter.toParquetColumnIndex(type, columnIndex.build())
                : null;
    }

    private @Nullable OffsetIndex offsetIndex() {
        if (locations.isEmpty()) {
            return null;
        }
        OffsetIndex index = new OffsetIndex(locations);
        if (unencodedBytes.size() == locations.size()) {
            index.setUnencoded_byte_array_data_bytes(unencodedBytes);
        }
        return index;
    }

    private static Type thriftType(PrimitiveTypeName type) {
        return type == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(type.name());
    }
}
