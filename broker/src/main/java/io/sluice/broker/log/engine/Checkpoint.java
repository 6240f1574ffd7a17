/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.wal.WalPosition;
import java.util.List;

/**
 * All that a start needs besides the write-ahead log from {@code position} on. Immutable.
 *
 * @param clean whether the engine was closed in order, so that nothing follows
 */
record Checkpoint(WalPosition position, boolean clean, List<LogSnapshot> logs) {}
