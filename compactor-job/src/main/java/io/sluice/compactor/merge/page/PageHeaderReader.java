/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Reads page headers (format, parquet.thrift, in Thrift's compact protocol). Those that hold nothing but numbers, which
 * is all that most writers put there, are read in a few steps, since there are as many as pages; all others, such as
 * with statistics, and broken ones, are the library's.
 */
final class PageHeaderReader {

    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INT = 5;
    private static final int STRUCT = 12;

    private static final int TYPE = 1;
    private static final int UNCOMPRESSED = 2;
    private static final int COMPRESSED = 3;
    private static final int CRC = 4;
    private static final int DATA = 5;
    private static final int DICTIONARY = 7;
    private static final int DATA_V2 = 8;
    private static final int FIELDS = 9;

    private final byte[] bytes;
    private final int end;
    private int at;

    PageHeaderReader(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** Where the next header is, or the body of the one that was read last. */
    int at() {
        return at;
    }

    /** Goes on behind a body. */
    void moveTo(int next) {
        at = next;
    }

    /**
     * Reads a header.
     *
     * @throws IOException if there is none
     */
    PageHeader next() throws IOException {
        int start = at;
        PageHeader plain = plain();
        if (plain != null) {
            return plain;
        }
        at = start;
        return Util.readPageHeader(new Rest());
    }

    /** Null if it has more than numbers, or not all that it must have: what is wrong then is for the library to say. */
    private @Nullable PageHeader plain() {
        PageHeader header = new PageHeader();
        Numbers own = new Numbers();
        int type;
        while ((type = own.field()) != STOP) {
            if (type != STRUCT) {
                if (!own.take(type)) {
                    return null;
                }
            } else if (!struct(own.id, header)) {
                return null;
            }
        }
        PageType kind = PageType.findByValue(own.values[TYPE]);
        boolean sized = own.values[UNCOMPRESSED] >= 0 && own.values[COMPRESSED] >= 0;
        if (!own.hasInts(COMPRESSED) || kind == null || !sized) {
            return null;
        }
        header.setType(kind);
        header.setUncompressed_page_size(own.values[UNCOMPRESSED]);
        header.setCompressed_page_size(own.values[COMPRESSED]);
        if (own.hasInt(CRC)) {
            header.setCrc(own.values[CRC]);
        }
        return header;
    }

    private boolean struct(int id, PageHeader header) {
        Numbers fields = new Numbers();
        int type;
        while ((type = fields.field()) != STOP) {
            if (!fields.take(type)) {
                return false;
            }
        }
        return switch (id) {
            case DATA -> data(fields, header);
            case DICTIONARY -> dictionary(fields, header);
            case DATA_V2 -> dataV2(fields, header);
            default -> false;
        };
    }

    private static boolean data(Numbers fields, PageHeader header) {
        Encoding values = Encoding.findByValue(fields.values[2]);
        Encoding definition = Encoding.findByValue(fields.values[3]);
        Encoding repetition = Encoding.findByValue(fields.values[4]);
        if (!fields.hasInts(4) || values == null || definition == null || repetition == null) {
            return false;
        }
        header.setData_page_header(new DataPageHeader(fields.values[1], values, definition, repetition));
        return true;
    }

    private static boolean dictionary(Numbers fields, PageHeader header) {
        Encoding encoding = Encoding.findByValue(fields.values[2]);
        if (!fields.hasInts(2) || encoding == null) {
            return false;
        }
        DictionaryPageHeader dictionary = new DictionaryPageHeader(fields.values[1], encoding);
        if (fields.hasBoolean(3)) {
            dictionary.setIs_sorted(fields.values[3] == TRUE);
        }
        header.setDictionary_page_header(dictionary);
        return true;
    }

    private static boolean dataV2(Numbers fields, PageHeader header) {
        Encoding encoding = Encoding.findByValue(fields.values[4]);
        if (!fields.hasInts(6) || encoding == null) {
            return false;
        }
        DataPageHeaderV2 data = new DataPageHeaderV2(
                fields.values[1], fields.values[2], fields.values[3], encoding, fields.values[5], fields.values[6]);
        if (fields.hasBoolean(7)) {
            data.setIs_compressed(fields.values[7] == TRUE);
        }
        header.setData_page_header_v2(data);
        return true;
    }

    /** The fields of a struct, as far as they are ints and booleans, by their ids. */
    private final class Numbers {

        private final int[] values = new int[FIELDS];
        private int ints;
        private int booleans;
        private int id;

        /** Goes to the next field; its type. */
        int field() {
            int first = at < end ? bytes[at++] & 0xFF : -1;
            int delta = first >> 4;
            id += delta;
            // An id of its own, in place of a step from the one before, is none of ours; nor is the end of the bytes.
            return first == STOP ? STOP : delta <= 0 || id >= FIELDS ? -1 : first & 0xF;
        }

        boolean take(int type) {
            switch (type) {
                case INT -> {
                    long number = varint();
                    if (number < 0) {
                        return false;
                    }
                    values[id] = (int) (number >>> 1) ^ -((int) number & 1);
                    ints |= 1 << id;
                    return true;
                }
                case TRUE, FALSE -> {
                    values[id] = type;
                    booleans |= 1 << id;
                    // Of both kinds at once: one of them is not what it should be.
                    return (ints & booleans) == 0;
                }
                default -> {
                    return false;
                }
            }
        }

        boolean hasInt(int field) {
            return (ints & (1 << field)) != 0;
        }

        boolean hasBoolean(int field) {
            return (booleans & (1 << field)) != 0;
        }

        /** Whether all from 1 to that one are there, and ints. */
        boolean hasInts(int last) {
            int all = (1 << (last + 1)) - 2;
            return (ints & all) == all;
        }
    }

    /** At most 32 bits; -1 if there are more, or no end. */
    private long varint() {
        long number = 0;
        for (int shift = 0; shift <= 28 && at < end; shift += 7) {
            int next = bytes[at++];
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number > 0xFFFFFFFFL ? -1 : number;
            }
        }
        return -1;
    }

    private final class Rest extends InputStream {

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
