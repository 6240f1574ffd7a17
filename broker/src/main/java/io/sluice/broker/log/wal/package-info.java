/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The write-ahead log: one file for all partitions, one thread that writes and forces it in groups.
 */
@NullMarked
package io.sluice.broker.log.wal;

import org.jspecify.annotations.NullMarked;
