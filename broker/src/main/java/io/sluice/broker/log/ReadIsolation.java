/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

/** How far a read may go. */
public enum ReadIsolation {
    /** To the end of the log, durable or not: for this broker's own coordinators. */
    LOG_END,
    /** To the high watermark. */
    READ_UNCOMMITTED,
    /** To the last stable offset, with the aborted transactions of the range. */
    READ_COMMITTED
}
