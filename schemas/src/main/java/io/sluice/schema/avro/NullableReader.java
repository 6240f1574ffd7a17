/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.jspecify.annotations.Nullable;

/**
 * Reads a union of the writer's of null and one other type, as most fields that may be absent are.
 *
 * @param ofNull which of the two branches null is, 0 or 1
 */
record NullableReader(int ofNull, ValueReader value) implements ValueReader {

    @Override
    public @Nullable Object read(AvroInput in) {
        return takesNull(in, ofNull) ? null : value.read(in);
    }

    /** Reads which branch was taken. */
    static boolean takesNull(AvroInput in, int ofNull) {
        long branch = in.readLong();
        if ((branch & ~1) != 0) {
            throw UnionReader.noSuchBranch(branch, 2);
        }
        return branch == ofNull;
    }
}
