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
    private final Rows rows;

    /** Goes on row by row. */
    @FunctionalInterface
    private interface Rows {
        /** Hands the entries of the next row on; false if there is none. */
        boolean next() throws CorruptInputException;
    }

    private ColumnPass(ChunkSource chunk, ChunkEntries to) throws IOException {
        this.rowGroup = chunk.rowGroup();
        this.to = to;
        ColumnSource source = chunk.source();
        this.rows = source instanceof Copied copied ? copied(copied) : filled((Filled) source);
    }

    /** Begins a pass: the entries of {@code chunk} go to {@code to}. */
    public static ColumnPass open(ChunkSource chunk, ChunkEntries to) throws IOException {
        try {
            return new ColumnPass(chunk, to);
        } catch (ParquetDecodingException e) {
            throw undecodable(chunk.rowGroup(), e);
        }
    }

    /** Hands all entries of {@code chunk} to {@code to}. */
    public static void run(ChunkSource chunk, ChunkEntries to) throws IOException {
        ColumnPass pass = open(chunk, to);
        boolean more = true;
        while (more) {
            more = pass.nextRow();
        }
    }

    /** Hands the entries of the next row on; false if there is none. */
    public boolean nextRow() throws CorruptInputException {
        try {
            return rows.next();
        } catch (ParquetDecodingException e) {
            throw undecodable(rowGroup, e);
        }
    }

    private static CorruptInputException undecodable(LoadedRowGroup rowGroup, ParquetDecodingException e) {
        return new CorruptInputException(rowGroup.file() + " cannot be decoded: " + e.getMessage(), e);
    }

    private Rows copied(Copied copied) throws IOException {
        LocalInstants.refuse(copied, rowGroup.createdBy());
        ColumnDescriptor from = copied.from();
        PageReader pages = rowGroup.pages(from);
        ColumnReader reader = reader(from, pages);
        ValueMove move = ValueMove.of(from.getPrimitiveType(), copied.to().getPrimitiveType(), copied.promotion());
        LevelMap definition = copied.definition();
        int there = from.getMaxDefinitionLevel();
        return new Levels(reader, pages.getTotalValueCount()) {
            @Override
            void entry(int repetition, int level) throws CorruptInputException {
                if (level == there) {
                    move.move(reader, to, repetition, definition.get(level));
                } else {
                    to.addNull(repetition, allowed(definition, level, from));
                }
            }
        };
    }

    private Rows filled(Filled filled) throws IOException {
        ColumnDescriptor driver = filled.driver();
        if (driver == null) {
            long[] left = {rowGroup.rows()};
            return () -> {
                if (left[0]-- <= 0) {
                    return false;
                }
                stripe(filled.stripe(), 0);
                return true;
            };
        }
        PageReader pages = rowGroup.pages(driver);
        return new Levels(reader(driver, pages), pages.getTotalValueCount()) {
            @Override
            void entry(int repetition, int level) throws CorruptInputException {
                if (repetition > filled.groupRepetition()) {
                    return;
                }
                if (level >= filled.groupDefinition()) {
                    stripe(filled.stripe(), repetition);
                } else {
                    to.addNull(repetition, allowed(filled.definition(), level, driver));
                }
            }
        };
    }

    /** The levels of a column: a row goes on until one of repetition 0. */
    private abstract static class Levels implements Rows {

        private final ColumnReader reader;
        private long left;

        Levels(ColumnReader reader, long entries) {
            this.reader = reader;
            this.left = entries;
        }

        abstract void entry(int repetition, int level) throws CorruptInputException;

        @Override
        public boolean next() throws CorruptInputException {
            if (left == 0) {
                return false;
            }
            do {
                entry(reader.getCurrentRepetitionLevel(), reader.getCurrentDefinitionLevel());
                reader.consume();
                left--;
            } while (left > 0 && reader.getCurrentRepetitionLevel() > 0);
            return true;
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
