/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.mapping.ColumnSource.StripeEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** The entries of a default value, and its values as a dictionary. Immutable. */
final class Stripe {

    private final ColumnDescriptor column;
    private final List<StripeEntry> entries;
    private final PlainValues values;
    private final int[] ids;

    private Stripe(ColumnDescriptor column, List<StripeEntry> entries, PlainValues values, int[] ids) {
        this.column = column;
        this.entries = entries;
        this.values = values;
        this.ids = ids;
    }

    static Stripe of(List<StripeEntry> entries, ColumnDescriptor column) {
        int width = PlainWidth.of(column.getPrimitiveType());
        PlainValues values = new PlainValues(width == PlainWidth.BIT ? 1 : width);
        int[] ids = new int[entries.size()];
        for (int i = 0; i < ids.length; i++) {
            @Nullable Object value = entries.get(i).value();
            if (value == null) {
                ids[i] = -1;
            } else if (value instanceof Boolean flag) {
                ids[i] = flag ? 1 : 0;
            } else {
                byte[] plain = plain(value, width);
                ids[i] = values.count();
                values.add(plain, 0, plain.length);
            }
        }
        return new Stripe(column, entries, values, ids);
    }

    private static byte[] plain(Object value, int width) {
        ByteBuffer plain;
        if (value instanceof Binary binary) {
            plain = ByteBuffer.allocate(binary.length() + (width == PlainWidth.VARIABLE ? Integer.BYTES : 0))
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (width == PlainWidth.VARIABLE) {
                plain.putInt(binary.length());
            }
            return plain.put(binary.getBytes()).array();
        }
        plain = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
        if (value instanceof Integer number) {
            plain.putInt(number);
        } else if (value instanceof Long number) {
            plain.putLong(number);
        } else if (value instanceof Float number) {
            plain.putFloat(number);
        } else {
            plain.putDouble((Double) value);
        }
        return plain.array();
    }

    boolean isBoolean() {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
    }

    PlainValues values() {
        return values;
    }

    int entries() {
        return ids.length;
    }

    int repetition(int entry) {
        return entries.get(entry).repetition();
    }

    int definition(int entry) {
        return entries.get(entry).definition();
    }

    /** The entry's value in {@link #values}, or 0 or 1 for a boolean; -1 for a null. */
    int id(int entry) {
        return ids[entry];
    }

    /** Of so many stripes, and so many nulls besides. */
    Statistics<?> statistics(long stripes, long nulls) {
        Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
        long own = 0;
        for (StripeEntry entry : entries) {
            @Nullable Object value = entry.value();
            if (value == null) {
                own++;
            } else if (stripes > 0) {
                update(statistics, value);
            }
        }
        statistics.incrementNumNulls(own * stripes + nulls);
        return statistics;
    }

    private static void update(Statistics<?> statistics, Object value) {
        if (value instanceof Integer number) {
            statistics.updateStats(number.intValue());
        } else if (value instanceof Long number) {
            statistics.updateStats(number.longValue());
        } else if (value instanceof Float number) {
            statistics.updateStats(number.floatValue());
        } else if (value instanceof Double number) {
            statistics.updateStats(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            statistics.updateStats(flag.booleanValue());
        } else {
            statistics.updateStats((Binary) value);
        }
    }
}
