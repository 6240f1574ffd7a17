/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import java.util.List;

/**
 * What is to be done.
 *
 * @param records to be written in this order; each alone leaves a sound state, so that a crash between two of them does
 *     no harm
 * @param answer for the client once all of them are applied
 */
public record Decision<T>(List<StoreRecord> records, T answer) {

    public Decision {
        records = List.copyOf(records);
    }

    /** An answer that needs no record. */
    public static <T> Decision<T> nothingToDo(T answer) {
        return new Decision<>(List.of(), answer);
    }
}
