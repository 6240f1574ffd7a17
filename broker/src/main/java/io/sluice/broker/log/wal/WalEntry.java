/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import io.sluice.broker.log.tail.ChunkPool.Space;
import org.jspecify.annotations.Nullable;

/** Something to be made durable. */
public interface WalEntry {

    /**
     * Header and payload in the format of {@link WalFormat}, already filled in; it stays as it is until the log has
     * told its listener of the entry. Null for a barrier: it has no bytes, and all before it is forced to disk in
     * every {@link FlushMode}.
     */
    @Nullable Space space();

    /**
     * How long after the write (ms) it must be on disk in every {@link FlushMode}; 0 means before it is acknowledged,
     * {@link Long#MAX_VALUE} leaves it to the mode.
     */
    default long forceWithinMs() {
        return Long.MAX_VALUE;
    }
}
