/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Parquet's view of the file store, without Hadoop, and what Sluice keeps in the footer of a data file.
 */
@NullMarked
package io.sluice.table.parquet;

import org.jspecify.annotations.NullMarked;
