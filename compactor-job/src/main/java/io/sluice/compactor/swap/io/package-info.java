/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The journal, the lease and the renames of a replacement; the commit points are marked. */
@NullMarked
package io.sluice.compactor.swap.io;

import org.jspecify.annotations.NullMarked;
