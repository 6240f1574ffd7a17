/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core and port. What a table looks like on a file system: paths, names, manifests, and {@link
 * io.sluice.table.FileStore}, the port through which connector and compactor reach it. The contract between the two
 * lives here and nowhere else.
 */
@NullMarked
package io.sluice.table;

import org.jspecify.annotations.NullMarked;
