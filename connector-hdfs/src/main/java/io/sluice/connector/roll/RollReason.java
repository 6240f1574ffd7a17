/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll;

/** Why a batch became files. */
public enum RollReason {
    /** {@code flush.size}. */
    RECORDS,
    /** {@code flush.file.size}. */
    BYTES,
    /** {@code rotate.interval.ms}. */
    AGE,
    /** {@code rotate.schedule.interval.ms}. */
    SCHEDULE,
    /** The table's schema has grown so often that the staging has many files. */
    SCHEMAS
}
