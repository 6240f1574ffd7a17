/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.Levels;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A column that the input lacks: the entries of its null or default, once for each row or, inside of a group, for each
 * time the group is there. A few runs, however many rows.
 */
final class FilledPart implements Part {

    private static final int ROWS_AT_A_TIME = 20_000;

    private final Filled filled;
    private final Stripe stripe;
    private final List<int[]> driverLevels;
    private final long groups;
    private final long absent;

    private FilledPart(Filled filled, Stripe stripe, List<int[]> driverLevels, long groups, long absent) {
        this.filled = filled;
        this.stripe = stripe;
        this.driverLevels = driverLevels;
        this.groups = groups;
        this.absent = absent;
    }

    static FilledPart prepare(SpliceSource source, Filled filled, ColumnDescriptor output, Codecs codecs)
            throws NotSpliceableException {
        Stripe stripe = Stripe.of(filled.stripe(), output);
        SourceChunk driver = source.chunk();
        if (filled.driver() == null || driver == null) {
            return new FilledPart(filled, stripe, List.of(), source.rows(), 0);
        }
        List<int[]> levels = new ArrayList<>();
        long groups = 0;
        long absent = 0;
        for (RawPage page : DriverPages.of(driver, codecs)) {
            OpenPage open = OpenPage.of(page, driver.column(), driver.metadata().getCodec(), codecs);
            int[] pairs = DriverPages.pairs(open, filled);
            for (int i = 1; i < pairs.length; i += 2) {
                boolean there = pairs[i] >= filled.groupDefinition();
                groups += there ? 1 : 0;
                absent += there ? 0 : 1;
            }
            levels.add(pairs);
        }
        return new FilledPart(filled, stripe, levels, groups, absent);
    }

    @Override
    public Optional<PlainValues> dictionary() {
        return stripe.values().count() == 0 || stripe.isBoolean() ? Optional.empty() : Optional.of(stripe.values());
    }

    @Override
    public Weight weight() {
        PlainValues values = stripe.values();
        return new Weight(dictionary().isEmpty() ? 0 : groups * values.length(), 0);
    }

    @Override
    public Part absorb(Codecs codecs) {
        return this;
    }

    @Override
    public long entries() {
        return groups * stripe.entries() + absent;
    }

    @Override
    public Statistics<?> statistics() {
        return stripe.statistics(groups, absent);
    }

    @Override
    public Way write(ChunkOutput output, Optional<Renaming> renaming) throws IOException {
        Writing writing = new Writing(output, renaming);
        if (driverLevels.isEmpty()) {
            for (long left = groups; left > 0; left -= ROWS_AT_A_TIME) {
                for (int row = 0; row < Math.min(left, ROWS_AT_A_TIME); row++) {
                    writing.group(0);
                }
                writing.hand();
            }
        }
        for (int[] pairs : driverLevels) {
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i + 1] >= filled.groupDefinition()) {
                    writing.group(pairs[i]);
                } else {
                    writing.absent(pairs[i], pairs[i + 1]);
                }
            }
            writing.hand();
        }
        return Way.FILL;
    }

    /** Entries on their way to the builder. */
    private final class Writing {

        private final ChunkOutput output;
        private final @Nullable Renaming renaming;
        private final boolean gathers;
        private int[] repetition = new int[ROWS_AT_A_TIME];
        private int[] definition = new int[ROWS_AT_A_TIME];
        private int[] ids = new int[ROWS_AT_A_TIME];
        private int entries;
        private int values;
        private long groups;
        private long absent;

        Writing(ChunkOutput output, Optional<Renaming> renaming) {
            this.output = output;
            this.gathers = renaming.isEmpty() || !output.builder.takesIds();
            this.renaming = gathers ? null : renaming.get();
        }

        void group(int firstRepetition) {
            for (int i = 0; i < stripe.entries(); i++) {
                entry(i == 0 ? firstRepetition : stripe.repetition(i), stripe.definition(i));
                int id = stripe.id(i);
                if (id >= 0) {
                    ids = room(ids, values);
                    ids[values++] = renaming == null ? id : renaming.of(id);
                }
            }
            groups++;
        }

        void absent(int firstRepetition, int level) {
            entry(firstRepetition, Levels.map(level, filled.definition()));
            absent++;
        }

        private void entry(int r, int d) {
            repetition = room(repetition, entries);
            definition = room(definition, entries);
            repetition[entries] = r;
            definition[entries++] = d;
        }

        private static int[] room(int[] array, int index) {
            return index < array.length ? array : Arrays.copyOf(array, array.length * 2);
        }

        void hand() throws IOException {
            if (entries == 0) {
                return;
            }
            PageBuilder builder = output.builder;
            boolean bits =
                    output.writer.column().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
            if (bits) {
                builder.expectBits();
            } else if (gathers) {
                builder.expectPlain();
            } else {
                builder.expectIds();
            }
            builder.levels(repetition, definition, entries, stripe.statistics(groups, absent));
            if (gathers && !bits) {
                builder.gathered(stripe.values(), ids, values);
            } else {
                builder.ids(ids, values);
            }
            entries = 0;
            values = 0;
            groups = 0;
            absent = 0;
        }
    }
}
