/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Merges that change the order of rows, or leave some out: rows are read whole, sorted within a bound of memory,
 * and written anew. The only merges that assemble rows, and only where they are asked for.
 */
@NullMarked
package io.sluice.compactor.merge.rows;

import org.jspecify.annotations.NullMarked;
