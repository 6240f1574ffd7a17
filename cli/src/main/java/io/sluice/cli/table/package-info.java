/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Reading a table as any query engine would: its visible files, nothing else. */
@NullMarked
package io.sluice.cli.table;

import org.jspecify.annotations.NullMarked;
