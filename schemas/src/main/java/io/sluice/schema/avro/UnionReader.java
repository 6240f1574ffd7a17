/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the branch of the writer's union that the value says it has taken. */
final class UnionReader implements ValueReader {

    private final ValueReader[] branches;

    UnionReader(List<ValueReader> branches) {
        this.branches = branches.toArray(ValueReader[]::new);
    }

    @Override
    public @Nullable Object read(AvroInput in) {
        long index = in.readLong();
        if (index < 0 || index >= branches.length) {
            throw noSuchBranch(index, branches.length);
        }
        return branches[(int) index].read(in);
    }

    static UnreadableValueException noSuchBranch(long index, int branches) {
        return new UnreadableValueException("branch " + index + " is said to be taken of a union that has " + branches);
    }
}
