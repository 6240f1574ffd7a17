/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import io.sluice.table.StorePath;

/**
 * A data file of a table, with what its footer says.
 *
 * @param schemaVersion number of the table schema it was written under, or "-" where a file does not say
 */
public record TableFile(StorePath path, long rows, long bytes, int rowGroups, String schemaVersion) {}
