/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.stage.StagedEntry;

/** What one output partition gets from a batch: offsets inclusive. */
public record Contents(long firstOffset, long lastOffset, long rows) {

    static Contents of(StagedEntry entry) {
        return new Contents(entry.offset(), entry.offset(), 1);
    }

    Contents plus(Contents later) {
        return new Contents(firstOffset, later.lastOffset, rows + later.rows);
    }
}
