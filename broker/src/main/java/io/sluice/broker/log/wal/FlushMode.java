/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

/** {@code log.flush}: when an append is acknowledged. */
public enum FlushMode {
    /** After an fsync, shared by all that arrived meanwhile: survives a power cut. */
    GROUP,
    /** After the write; an fsync follows within a second: survives {@code kill -9}, as Kafka's default does. */
    ASYNC,
    /** After the write; the operating system decides when it reaches the disk. */
    NEVER
}
