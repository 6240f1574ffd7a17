/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Writes a Parquet file from pages that are encoded already: column chunks, row groups, page indexes, and a footer
 * that can be put in several places.
 */
@NullMarked
package io.sluice.compactor.merge.output;

import org.jspecify.annotations.NullMarked;
