/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import java.util.Locale;

/**
 * A checksum of rows, whatever their order: the sum of the hashes of all, and that of the hashes mixed once more. A row
 * that is lost, twice there, or another, shows in it; columns that were cut into other rows do too. Not cryptographic.
 */
public record RowSum(long rows, long hashes, long mixed) {

    static final RowSum NONE = new RowSum(0, 0, 0);

    private static final long STEP = 0x9E3779B97F4A7C15L;

    RowSum minus(RowSum other) {
        return new RowSum(rows - other.rows, hashes - other.hashes, mixed - other.mixed);
    }

    /** Sums rows up. Not thread-safe. */
    static final class Builder implements RowSink {

        private long rows;
        private long hashes;
        private long mixed;

        @Override
        public void add(byte[] bytes, int offset, int length) {
            long hash = ColumnChecksum.hash(bytes, offset, length);
            rows++;
            hashes += hash;
            mixed += mix(hash + STEP);
        }

        RowSum sum() {
            return new RowSum(rows, hashes, mixed);
        }
    }

    private static long mix(long x) {
        long y = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d rows, checksum %016x%016x", rows, hashes, mixed);
    }
}
