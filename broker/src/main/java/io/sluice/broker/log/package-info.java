/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The log engine: one shared write-ahead log, per-partition segments in Kafka's own format, and what brings
 * them back after a crash. {@link io.sluice.broker.log.LogStore} and {@link io.sluice.broker.log.PartitionLog} are
 * the ports that the rest of the broker sees.
 */
@NullMarked
package io.sluice.broker.log;

import org.jspecify.annotations.NullMarked;
