/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.RunLength;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A data page, decompressed and taken apart into repetition levels, definition levels and values: where each is, not yet
 * what. Immutable.
 *
 * @param levels array that the levels are in; {@code values} is where values are
 * @param valuesEnd end of the values
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too long to copy.
public record OpenPage(
        RawPage raw,
        ColumnDescriptor column,
        byte[] levels,
        int repetitionStart,
        int repetitionEnd,
        int definitionStart,
        int definitionEnd,
        byte[] values,
        int valuesStart,
        int valuesEnd) {

    /** Takes a page apart. Its levels are in the hybrid encoding. */
    public static OpenPage of(RawPage page, ColumnDescriptor column, CompressionCodecName codec, Codecs codecs) {
        return page.isV2() ? v2(page, column, codec, codecs) : v1(page, column, codec, codecs);
    }

    private static OpenPage v1(RawPage page, ColumnDescriptor column, CompressionCodecName codec, Codecs codecs) {
        byte[] body = codecs.decompress(
                codec,
                page.bytes(),
                page.body(),
                page.header().getCompressed_page_size(),
                page.header().getUncompressed_page_size());
        int repetition = column.getMaxRepetitionLevel() > 0 ? Integer.BYTES : 0;
        int repetitionEnd = repetition == 0 ? 0 : prefixed(body, 0);
        int definition = column.getMaxDefinitionLevel() > 0 ? repetitionEnd + Integer.BYTES : repetitionEnd;
        int definitionEnd = definition == repetitionEnd ? definition : prefixed(body, repetitionEnd);
        return new OpenPage(
                page,
                column,
                body,
                repetition,
                repetitionEnd,
                definition,
                definitionEnd,
                body,
                definitionEnd,
                body.length);
    }

    private static int prefixed(byte[] body, int at) {
        int left = body.length - at - Integer.BYTES;
        int length = left < 0
                ? -1
                : ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        if (length < 0 || length > left) {
            throw new CorruptPageException("levels of " + length + " bytes where " + left + " are left");
        }
        return at + Integer.BYTES + length;
    }

    private static OpenPage v2(RawPage page, ColumnDescriptor column, CompressionCodecName codec, Codecs codecs) {
        DataPageHeaderV2 header = page.header().getData_page_header_v2();
        int repetition = header.getRepetition_levels_byte_length();
        int definition = header.getDefinition_levels_byte_length();
        int size = page.header().getCompressed_page_size();
        int uncompressed = page.header().getUncompressed_page_size() - repetition - definition;
        if (repetition < 0 || definition < 0 || repetition + (long) definition > size || uncompressed < 0) {
            throw new CorruptPageException("levels of " + repetition + " and " + definition + " bytes in " + size);
        }
        int levelsEnd = page.body() + repetition + definition;
        int valueBytes = size - repetition - definition;
        boolean compressed = !header.isSetIs_compressed() || header.isIs_compressed();
        boolean asIs = !compressed || codec == CompressionCodecName.UNCOMPRESSED;
        byte[] values =
                asIs ? page.bytes() : codecs.decompress(codec, page.bytes(), levelsEnd, valueBytes, uncompressed);
        return new OpenPage(
                page,
                column,
                page.bytes(),
                page.body(),
                page.body() + repetition,
                page.body() + repetition,
                levelsEnd,
                values,
                asIs ? levelsEnd : 0,
                asIs ? levelsEnd + valueBytes : values.length);
    }

    public int entries() {
        return raw.entries();
    }

    /** Fills in the repetition levels; zeros for a column that does not repeat. */
    public void repetition(int[] target) {
        level(column.getMaxRepetitionLevel(), repetitionStart, repetitionEnd, target);
    }

    /** Fills in the definition levels; zeros for a column that is never null. */
    public void definition(int[] target) {
        level(column.getMaxDefinitionLevel(), definitionStart, definitionEnd, target);
    }

    private void level(int max, int start, int end, int[] target) {
        if (max == 0) {
            java.util.Arrays.fill(target, 0, entries(), 0);
            return;
        }
        RunLength.levels(levels, start, end, max, target, entries());
    }

    /** Fills in the definition levels, and says how many entries are not null. */
    public int definitionAndCount(int[] target) {
        definition(target);
        int max = column.getMaxDefinitionLevel();
        int count = 0;
        for (int i = 0; max > 0 && i < entries(); i++) {
            count += target[i] == max ? 1 : 0;
        }
        return max == 0 ? entries() : count;
    }

    /** Whether no entry is null, as far as one run says so. */
    public boolean allValues() {
        int max = column.getMaxDefinitionLevel();
        return max == 0
                || RunLength.constant(levels, definitionStart, definitionEnd, RunLength.bitWidth(max), entries())
                        == max;
    }

    /** How many entries are not null. The scratch array is left as it comes. */
    public int valueCount(int[] scratch) {
        int max = column.getMaxDefinitionLevel();
        if (max == 0) {
            return entries();
        }
        int all = RunLength.constant(levels, definitionStart, definitionEnd, RunLength.bitWidth(max), entries());
        if (all >= 0) {
            return all == max ? entries() : 0;
        }
        return max == 1
                ? RunLength.ones(levels, definitionStart, definitionEnd, entries())
                : definitionAndCount(scratch);
    }

    /**
     * Fills in the ids of a page that has such.
     *
     * @throws CorruptPageException if one is not in the dictionary
     */
    public void ids(int count, PlainValues dictionary, int[] target) {
        if (count == 0) {
            return;
        }
        int width = valuesStart < valuesEnd ? values[valuesStart] : -1;
        if (width < 0 || width > Integer.SIZE) {
            throw new CorruptPageException("ids of " + width + " bits");
        }
        RunLength.decode(values, valuesStart + 1, valuesEnd, width, target, count);
        int size = dictionary.count();
        for (int i = 0; i < count; i++) {
            if (Integer.compareUnsigned(target[i], size) >= 0) {
                throw new CorruptPageException(
                        "id " + Integer.toUnsignedString(target[i]) + " of a dictionary of " + size);
            }
        }
    }
}
