/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.mapping.ColumnSource.LevelMap;
import io.sluice.compactor.merge.mapping.ColumnSource.StripeEntry;
import io.sluice.compactor.merge.page.LocalInstants;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/** One pass over a column of one loaded row group, entry by entry, as the output's schema sees it. */
public final class ColumnPass {

    private final LoadedRowGroup rowGroup;
    private final ChunkEntries to;

    private ColumnPass(LoadedRowGroup rowGroup, ChunkEntries to) {
        this.rowGroup = rowGroup;
        this.to = to;
    }

    /** Hands the entries of {@code chunk} to {@code to}. */
    public static void run(ChunkSource chunk, ChunkEntries to) throws IOException {
        ColumnPass pass = new ColumnPass(chunk.rowGroup(), to);
        ColumnSource source = chunk.source();
        try {
            if (source instanceof Copied copied) {
                pass.copy(copied);
            } else {
                pass.fill((Filled) source);
            }
        } catch (ParquetDecodingException e) {
            throw new CorruptInputException(chunk.rowGroup().file() + " cannot be decoded: " + e.getMessage(), e);
        }
    }

    private void copy(Copied copied) throws IOException {
        LocalInstants.refuse(copied, rowGroup.createdBy());
        ColumnDescriptor from = copied.from();
        PageReader pages = rowGroup.pages(from);
        ColumnReader reader = reader(from, pages);
        ValueMove move = ValueMove.of(from.getPrimitiveType(), copied.to().getPrimitiveType(), copied.promotion());
        LevelMap definition = copied.definition();
        int there = from.getMaxDefinitionLevel();
        for (long left = pages.getTotalValueCount(); left > 0; left--) {
            int level = reader.getCurrentDefinitionLevel();
            if (level == there) {
                move.move(reader, to, reader.getCurrentRepetitionLevel(), definition.get(level));
            } else {
                to.addNull(reader.getCurrentRepetitionLevel(), allowed(definition, level, from));
            }
            reader.consume();
        }
    }

    private void fill(Filled filled) throws IOException {
        ColumnDescriptor driver = filled.driver();
        if (driver == null) {
            for (long row = 0; row < rowGroup.rows(); row++) {
                stripe(filled.stripe(), 0);
            }
            return;
        }
        PageReader pages = rowGroup.pages(driver);
        ColumnReader reader = reader(driver, pages);
        for (long left = pages.getTotalValueCount(); left > 0; left--) {
            int repetition = reader.getCurrentRepetitionLevel();
            int level = reader.getCurrentDefinitionLevel();
            if (repetition <= filled.groupRepetition()) {
                if (level >= filled.groupDefinition()) {
                    stripe(filled.stripe(), repetition);
                } else {
                    to.addNull(repetition, allowed(filled.definition(), level, driver));
                }
            }
            reader.consume();
        }
    }

    private void stripe(List<StripeEntry> stripe, int firstRepetition) {
        int repetition = firstRepetition;
        for (int i = 0; i < stripe.size(); i++) {
            StripeEntry entry = stripe.get(i);
            repetition = i == 0 ? firstRepetition : entry.repetition();
            @Nullable Object value = entry.value();
            if (value == null) {
                to.addNull(repetition, entry.definition());
            } else {
                ValueMove.constant(value, to, repetition, entry.definition());
            }
        }
    }

    private int allowed(LevelMap definition, int level, ColumnDescriptor column) throws CorruptInputException {
        int output = definition.get(level);
        if (output == ColumnSource.NOT_ALLOWED) {
            throw new CorruptInputException(rowGroup.file() + ": column '" + String.join(".", column.getPath())
                    + "' holds a null, and the table's schema allows none");
        }
        return output;
    }

    private ColumnReader reader(ColumnDescriptor column, PageReader pages) throws CorruptInputException {
        ColumnReader reader = new ColumnReaderImpl(column, pages, new PrimitiveConverter() {}, writer());
        if (pages.getTotalValueCount() > 0 && reader.getCurrentRepetitionLevel() != 0) {
            throw new CorruptInputException(rowGroup.file() + ": column '" + String.join(".", column.getPath())
                    + "' begins in the middle of a row");
        }
        return reader;
    }

    /** Who wrote the file decides which of the old writers' faults its pages are read with; null if unknown. */
    private @Nullable ParsedVersion writer() {
        try {
            return VersionParser.parse(rowGroup.createdBy());
        } catch (VersionParseException | RuntimeException e) {
            return null;
        }
    }
}
