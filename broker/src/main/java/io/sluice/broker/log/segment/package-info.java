/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. A partition's files in Kafka's own format, and the open file handles behind them.
 */
@NullMarked
package io.sluice.broker.log.segment;

import org.jspecify.annotations.NullMarked;
