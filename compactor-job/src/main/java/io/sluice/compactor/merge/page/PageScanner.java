/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Finds the pages of a column chunk by their headers, and checks the checksum of each that has one. */
public final class PageScanner {

    private final SourceChunk chunk;
    private final Cursor cursor;
    private final int end;
    private final List<RawPage> pages = new ArrayList<>();
    private @Nullable RawPage dictionary;

    private PageScanner(SourceChunk chunk) {
        this.chunk = chunk;
        this.end = chunk.offset() + chunk.length();
        this.cursor = new Cursor(chunk.bytes(), chunk.offset(), end);
    }

    /**
     * The pages of a chunk.
     *
     * @param dictionary its values; null if there is none
     * @param dictionaryPage null likewise
     */
    public record Scanned(
            @Nullable PlainValues dictionary, @Nullable RawPage dictionaryPage, List<RawPage> pages) {}

    /**
     * Scans.
     *
     * @throws CorruptPageException if the headers do not lead to as many entries as the footer promises
     */
    public static Scanned scan(SourceChunk chunk, Codecs codecs) {
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
        return new Scanned(dictionary == null ? null : values(dictionary, chunk, codecs), dictionary, scanner.pages);
    }

    private RawPage next() {
        int start = cursor.at;
        PageHeader header;
        try {
            header = Util.readPageHeader(cursor);
        } catch (IOException | RuntimeException e) {
            throw new CorruptPageException("no page header at byte " + (start - chunk.offset()) + " of column "
                    + chunk.metadata().getPath());
        }
        int body = cursor.at;
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
        cursor.at = body + size;
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

    /** Reads an array, and tells how far. */
    private static final class Cursor extends InputStream {

        private final byte[] bytes;
        private final int end;
        private int at;

        Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        @Override
        public int read() {
            return at < end ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            int now = Math.min(count, end - at);
            if (now <= 0) {
                return count == 0 ? 0 : -1;
            }
            System.arraycopy(bytes, at, target, offset, now);
            at += now;
            return now;
        }
    }
}
