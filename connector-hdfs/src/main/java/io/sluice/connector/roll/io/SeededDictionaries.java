/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.RequiresFallback;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.factory.DefaultValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.jspecify.annotations.Nullable;

/**
 * Parquet's own writers of values, whose dictionaries have something in them from the start; and what they have at the end
 * is kept for the next file. Parquet decides as ever, after the first page, whether ids take less than values.
 */
final class SeededDictionaries implements ValuesWriterFactory {

    private final ValuesWriterFactory parquets = new DefaultValuesWriterFactory();
    private final StickyDictionaries sticky;
    private final long rows;

    /** @param rows of the file */
    SeededDictionaries(StickyDictionaries sticky, long rows) {
        this.sticky = sticky;
        this.rows = rows;
    }

    @Override
    public void initialize(ParquetProperties properties) {
        parquets.initialize(properties);
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        ValuesWriter writer = parquets.newValuesWriter(column);
        if (writer instanceof FallbackValuesWriter<?, ?> fallback
                && fallback.initialWriter instanceof DictionaryValuesWriter dictionary) {
            Optional<StickyDictionaries.Values> values = sticky.of(column, rows);
            values.ifPresent(known -> seed(dictionary, column, known));
            return keeping(fallback, column, values.isPresent());
        }
        return writer;
    }

    private static void seed(DictionaryValuesWriter writer, ColumnDescriptor column, StickyDictionaries.Values values) {
        DictionaryPage page = new DictionaryPage(BytesInput.from(values.plain()), values.count(), Encoding.PLAIN);
        Dictionary dictionary;
        try {
            dictionary = Encoding.PLAIN.initDictionary(column, page);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from an array", e);
        }
        for (int id = 0; id < values.count(); id++) {
            switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                case INT32 -> writer.writeInteger(dictionary.decodeToInt(id));
                case INT64 -> writer.writeLong(dictionary.decodeToLong(id));
                case FLOAT -> writer.writeFloat(dictionary.decodeToFloat(id));
                case DOUBLE -> writer.writeDouble(dictionary.decodeToDouble(id));
                case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> writer.writeBytes(dictionary.decodeToBinary(id));
                case BOOLEAN -> throw new IllegalStateException("a dictionary of booleans");
            }
        }
        // The ids are forgotten, the dictionary stays.
        writer.reset();
    }

    private <I extends ValuesWriter & RequiresFallback, F extends ValuesWriter> ValuesWriter keeping(
            FallbackValuesWriter<I, F> writer, ColumnDescriptor column, boolean seeded) {
        return new FallbackValuesWriter<>(writer.initialWriter, writer.fallBackWriter) {
            @Override
            public @Nullable DictionaryPage toDictPageAndClose() {
                DictionaryPage page = super.toDictPageAndClose();
                if (page != null) {
                    keep(column, page);
                } else if (seeded) {
                    // Ids would have taken more than values, perhaps for what was in the dictionary from the start.
                    sticky.giveUp(column);
                }
                return page;
            }
        };
    }

    private void keep(ColumnDescriptor column, DictionaryPage page) {
        if (!StickyDictionaries.mayKeep(page.getBytes().size())) {
            sticky.giveUp(column);
            return;
        }
        try {
            ByteArrayOutputStream plain =
                    new ByteArrayOutputStream((int) page.getBytes().size());
            page.getBytes().writeAllTo(plain);
            sticky.keep(column, plain.toByteArray(), page.getDictionarySize());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
