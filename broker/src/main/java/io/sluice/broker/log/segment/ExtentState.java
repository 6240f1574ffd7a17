/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.SegmentSummary;

/**
 * An extent as a checkpoint keeps it. Immutable.
 *
 * @param bundle the number of the file
 * @param position where it begins there, in bytes
 * @param summary of its batches, as if it were a segment
 */
public record ExtentState(long bundle, long position, SegmentSummary summary) {}
