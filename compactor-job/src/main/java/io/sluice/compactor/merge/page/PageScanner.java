/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/** Finds the pages of a column chunk by their headers, and checks the checksum of each that has one. */
final class PageScanner {

    private final SourceChunk chunk;
    private final PageHeaderReader headers;
    private final int end;
    private final List<RawPage> pages = new ArrayList<>();
    private @Nullable RawPage dictionary;

    private PageScanner(SourceChunk chunk) {
        this.chunk = chunk;
        this.end = chunk.offset() + chunk.length();
        this.headers = new PageHeaderReader(chunk.bytes(), chunk.offset(), end);
    }

    /**
     * Scans.
     *
     * @throws CorruptPageException if the headers do not lead to as many entries as the footer promises
     */
    static ScannedPages scan(SourceChunk chunk, Codecs codecs) {
        PageScanner scanner = new PageScanner(chunk);
        long promised = chunk.metadata().getValueCount();
        long entries = 0;
        while (entries < promised) {
            RawPage page = scanner.next();
            PageType type = page.header().getType();
            if (type == PageType.DICTIONARY_PAGE) {
                scanner.takeDictionary(page);
            } else if (type == PageType.DATA_PAGE || type == PageType.DATA_PAGE_V2) {
                if (page.entries() < 0) {
                    throw new CorruptPageException("a page of " + page.entries() + " entries");
                }
                scanner.pages.add(page);
                entries += page.entries();
            }
        }
        if (entries != promised) {
            throw new CorruptPageException("pages of " + entries + " entries, the footer promises " + promised);
        }
        RawPage dictionary = scanner.dictionary;
        return new ScannedPages(
                dictionary == null ? null : values(dictionary, chunk, codecs), dictionary, scanner.pages);
    }

    private RawPage next() {
        int start = headers.at();
        PageHeader header;
        try {
            header = headers.next();
        } catch (IOException | RuntimeException e) {
            throw new CorruptPageException("no page header at byte " + (start - chunk.offset()) + " of column "
                    + chunk.metadata().getPath());
        }
        int body = headers.at();
        int size = header.getCompressed_page_size();
        if (size < 0 || size > end - body || header.getUncompressed_page_size() < 0) {
            throw new CorruptPageException("a page of " + size + " bytes where " + (end - body) + " are left");
        }
        boolean known =
                switch (header.getType()) {
                    case DATA_PAGE -> header.isSetData_page_header();
                    case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> header.isSetDictionary_page_header();
                    case INDEX_PAGE -> true;
                };
        if (!known) {
            throw new CorruptPageException("a " + header.getType() + " without a header of its own");
        }
        requireChecksum(header, body);
        headers.moveTo(body + size);
        return new RawPage(header, chunk.bytes(), start, body);
    }

    private void requireChecksum(PageHeader header, int body) {
        if (header.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(chunk.bytes(), body, header.getCompressed_page_size());
            if ((int) crc.getValue() != header.getCrc()) {
                String what = header.getType() == PageType.DICTIONARY_PAGE ? "dictionary page" : "page";
                throw new CorruptPageException(
                        "could not verify " + what + " integrity, CRC checksum verification failed");
            }
        }
    }

    private void takeDictionary(RawPage page) {
        if (dictionary != null || !pages.isEmpty()) {
            throw new CorruptPageException("a second dictionary, or one behind data");
        }
        dictionary = page;
    }

    private static PlainValues values(RawPage page, SourceChunk chunk, Codecs codecs) {
        PageHeader header = page.header();
        byte[] plain = codecs.decompress(
                chunk.metadata().getCodec(),
                page.bytes(),
                page.body(),
                header.getCompressed_page_size(),
                header.getUncompressed_page_size());
        int count = header.getDictionary_page_header().getNum_values();
        int width = PlainWidth.of(chunk.column().getPrimitiveType());
        if (count < 0 || width == PlainWidth.BIT) {
            throw new CorruptPageException("a dictionary of " + count + " values");
        }
        return PlainValues.of(plain, count, width);
    }
}
