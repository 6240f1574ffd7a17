/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message by tag. Small, so that those of hundreds of versions that take turns stay in the processor's
 * caches; and quick where fields come in the order of their numbers, as all writers of Protobuf have them.
 */
final class FieldTable {

    /** Fields that may have been left out before the table is searched. */
    private static final int AHEAD = 8;

    private static final int NOT_SET = -1;

    /** Ascending, as unsigned numbers. */
    private final int[] tags;
    /** Where the value of a field is put, if nothing else is done with it. */
    private final int[] positions;

    private final @Nullable ValueReader[] values;
    private final @Nullable FieldAction[] actions;

    FieldTable(Map<Integer, FieldAction> byTag) {
        List<Integer> order =
                byTag.keySet().stream().sorted(Integer::compareUnsigned).toList();
        tags = order.stream().mapToInt(Integer::intValue).toArray();
        positions = new int[tags.length];
        values = new @Nullable ValueReader[tags.length];
        actions = new @Nullable FieldAction[tags.length];
        Arrays.fill(positions, NOT_SET);
        for (int i = 0; i < tags.length; i++) {
            FieldAction action = byTag.get(tags[i]);
            if (action instanceof FieldAction.Put put) {
                positions[i] = put.position();
                values[i] = put.value();
            } else {
                actions[i] = action;
            }
        }
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
        ValueReader value = values[place];
        FieldAction action = actions[place];
        if (value != null) {
            into.put(positions[place], value.read(in));
        } else if (action != null) {
            action.read(in, into);
        }
    }
}
