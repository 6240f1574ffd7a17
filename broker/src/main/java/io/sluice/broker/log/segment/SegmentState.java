/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.SegmentSummary;

/** A segment as a checkpoint keeps it: what its files must hold at least. Immutable. */
public record SegmentState(SegmentSummary summary, int offsetIndexEntries, int timeIndexEntries) {}
