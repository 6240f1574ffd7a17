/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan.io;

import io.sluice.compactor.plan.ColumnDictionary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;

/** Collects the dictionaries of one file from its footer; of the largest only, so that many files fit into memory. */
final class Dictionaries {

    private static final int KEPT = 16;

    private final Map<String, ColumnDictionary> byColumn = new HashMap<>();

    void add(ColumnChunkMetaData chunk) {
        long start = chunk.getDictionaryPageOffset();
        long bytes = chunk.getFirstDataPageOffset() - start;
        Statistics<?> statistics = chunk.getStatistics();
        if (start <= 0 || bytes <= 0 || statistics == null || !statistics.hasNonNullValue()) {
            return;
        }
        ColumnDictionary one = new ColumnDictionary(
                chunk.getPath().toDotString(),
                bytes,
                chunk.getValueCount(),
                ordered(statistics.genericGetMin()),
                ordered(statistics.genericGetMax()));
        byColumn.merge(one.column(), one, Dictionaries::joined);
    }

    private static ColumnDictionary joined(ColumnDictionary a, ColumnDictionary b) {
        return new ColumnDictionary(
                a.column(),
                a.bytes() + b.bytes(),
                a.values() + b.values(),
                Math.min(a.low(), b.low()),
                Math.max(a.high(), b.high()));
    }

    /** A number that is ordered as the values are, more or less: two values may share one. */
    private static long ordered(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return (long) ((Number) value).doubleValue();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Binary binary) {
            byte[] bytes = binary.getBytesUnsafe();
            long prefix = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                prefix = prefix << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
            }
            return prefix ^ Long.MIN_VALUE;
        }
        return 0;
    }

    List<ColumnDictionary> largest() {
        return byColumn.values().stream()
                .sorted(Comparator.comparingLong(ColumnDictionary::bytes).reversed())
                .limit(KEPT)
                .toList();
    }
}
