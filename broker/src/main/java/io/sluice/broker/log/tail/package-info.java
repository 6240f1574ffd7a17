/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The memory of recent appends: written once, sent to the write-ahead log, to segments and to consumers.
 */
@NullMarked
package io.sluice.broker.log.tail;

import org.jspecify.annotations.NullMarked;
