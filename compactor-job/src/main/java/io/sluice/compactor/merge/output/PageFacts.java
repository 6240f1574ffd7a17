/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What the page indexes say of a data page.
 *
 * @param rows that begin in the page
 * @param hasValues whether an entry may be other than null
 * @param bounds nulls, and values that no value of the page lies outside of; null if they are not known, and then the
 *     chunk gets no column index
 * @param sizes level histograms and unencoded bytes; null if they are not known
 */
public record PageFacts(
        long rows,
        boolean hasValues,
        @Nullable Statistics<?> bounds,
        @Nullable SizeStatistics sizes) {}
