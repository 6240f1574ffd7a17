/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What a compaction costs, beside others' on the same files. */
@NullMarked
package io.sluice.benchmarks.compact;

import org.jspecify.annotations.NullMarked;
