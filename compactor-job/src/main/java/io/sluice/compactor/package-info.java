/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The compaction job, seen from outside: {@link io.sluice.compactor.Compactor} runs it, {@link
 * io.sluice.compactor.CompactCommand} is its command line.
 */
@NullMarked
package io.sluice.compactor;

import org.jspecify.annotations.NullMarked;
