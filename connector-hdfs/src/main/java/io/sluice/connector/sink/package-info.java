/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The life of one topic-partition, from its first record to its commits, as a state machine: {@link
 * io.sluice.connector.sink.PartitionSink} takes events and the time, and returns the next state and effects for the
 * shell to carry out.
 */
@NullMarked
package io.sluice.connector.sink;

import org.jspecify.annotations.NullMarked;
