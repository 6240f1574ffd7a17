/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The actions of a message by tag: in an array for field numbers below 128, which is nearly all there are. */
final class TagTable {

    private static final int DENSE = 128 << 3;

    private final @Nullable FieldAction[] dense;
    private final Map<Integer, FieldAction> sparse = new HashMap<>();

    TagTable(Map<Integer, FieldAction> actions) {
        int highest = actions.keySet().stream()
                .filter(tag -> tag >= 0 && tag < DENSE)
                .mapToInt(tag -> tag)
                .max()
                .orElse(-1);
        dense = new @Nullable FieldAction[highest + 1];
        actions.forEach((tag, action) -> {
            if (tag >= 0 && tag < dense.length) {
                dense[tag] = action;
            } else {
                sparse.put(tag, action);
            }
        });
    }

    @Nullable FieldAction of(int tag) {
        return tag >= 0 && tag < dense.length ? dense[tag] : sparse.get(tag);
    }
}
