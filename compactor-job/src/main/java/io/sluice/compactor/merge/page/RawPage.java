/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/**
 * A page as it stands in a file: header and body one behind the other.
 *
 * @param start of the header in {@code bytes}
 * @param body where the body begins
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too long to copy.
public record RawPage(PageHeader header, byte[] bytes, int start, int body) {

    private static final int HUGE_ENTRIES = 1 << 25;

    /** Bytes of header and body. */
    public int length() {
        return body - start + header.getCompressed_page_size();
    }

    /** Whether it has so many entries that their levels are not to be held as numbers. */
    public boolean isHuge() {
        return entries() > HUGE_ENTRIES;
    }

    /** Whether it has levels in an encoding other than the hybrid one: of the first writers. */
    public boolean hasOldLevels(ColumnDescriptor column) {
        if (isV2()) {
            return false;
        }
        DataPageHeader own = header.getData_page_header();
        return (column.getMaxDefinitionLevel() > 0 && own.getDefinition_level_encoding() != Encoding.RLE)
                || (column.getMaxRepetitionLevel() > 0 && own.getRepetition_level_encoding() != Encoding.RLE);
    }

    public boolean isV2() {
        return header.isSetData_page_header_v2();
    }

    /** Values and nulls. */
    public int entries() {
        return isV2()
                ? header.getData_page_header_v2().getNum_values()
                : header.getData_page_header().getNum_values();
    }

    public Encoding encoding() {
        return isV2()
                ? header.getData_page_header_v2().getEncoding()
                : header.getData_page_header().getEncoding();
    }

    public boolean usesDictionary() {
        return encoding() == Encoding.PLAIN_DICTIONARY || encoding() == Encoding.RLE_DICTIONARY;
    }
}
