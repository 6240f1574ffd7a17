/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message by tag. Small, so that those of hundreds of versions that take turns stay in the processor's
 * caches; and quick where fields come in the order of their numbers, as all writers of Protobuf have them.
 */
final class FieldTable {

    /** Fields that may have been left out before the table is searched. */
    private static final int AHEAD = 8;

    /** By the lowest bits of a field's int; null where the field has an action of its own. */
    private static final @Nullable ScalarReader[] SCALARS = Arrays.copyOf(ScalarReader.values(), 16);

    private static final int NOT_SCALAR = SCALARS.length - 1;
    /** The rest: the position in the record. */
    private static final int POSITION_SHIFT = 4;

    private static final FieldAction[] NO_ACTIONS = {};

    /** Ascending, as unsigned numbers. */
    private final int[] tags;
    /** What most fields are, a scalar that is put somewhere, in one int: no call through an interface, and no object. */
    private final int[] fields;
    /** What is done with the others, by what those ints have for a position. */
    private final FieldAction[] actions;

    FieldTable(Map<Integer, FieldAction> byTag) {
        List<Integer> order =
                byTag.keySet().stream().sorted(Integer::compareUnsigned).toList();
        tags = order.stream().mapToInt(Integer::intValue).toArray();
        fields = new int[tags.length];
        List<FieldAction> others = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            FieldAction action = Objects.requireNonNull(byTag.get(tags[i]));
            if (action instanceof FieldAction.Put put && put.value() instanceof ScalarReader scalar) {
                fields[i] = (put.position() << POSITION_SHIFT)
                        | Arrays.asList(SCALARS).indexOf(scalar);
            } else {
                fields[i] = (others.size() << POSITION_SHIFT) | NOT_SCALAR;
                others.add(action);
            }
        }
        actions = others.toArray(NO_ACTIONS);
    }

    /**
     * The place of a field.
     *
     * @param expected the place behind that of the field before it
     * @return -1 if there is no such field
     */
    int find(int tag, int expected) {
        if (expected > 0 && tags[expected - 1] == tag) {
            return expected - 1;
        }
        int end = Math.min(tags.length, expected + AHEAD);
        for (int i = expected; i < end; i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        return search(tag);
    }

    private int search(int tag) {
        int low = 0;
        int high = tags.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(tags[middle], tag);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Reads the field at a place. */
    void read(int place, WireInput in, GenericData.Record into) {
        int field = fields[place];
        int position = field >> POSITION_SHIFT;
        ScalarReader scalar = SCALARS[field & NOT_SCALAR];
        if (scalar == null) {
            actions[position].read(in, into);
        } else {
            into.put(position, scalar.read(in));
        }
    }
}
