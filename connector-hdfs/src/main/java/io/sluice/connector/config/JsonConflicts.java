/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/** What becomes of a JSON value that is not of its column's type. */
public enum JsonConflicts {
    /** The record is bad. */
    FAIL,
    /** The column is null, and the value is kept as text in a column for such. */
    COLUMN
}
