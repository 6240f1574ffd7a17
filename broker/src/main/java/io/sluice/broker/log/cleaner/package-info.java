/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Log compaction: which log is dirty enough, which of its segments become one, and which records stay. {@code
 * io} reads and writes.
 */
@NullMarked
package io.sluice.broker.log.cleaner;

import org.jspecify.annotations.NullMarked;
