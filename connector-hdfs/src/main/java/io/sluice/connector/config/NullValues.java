/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/** What a record without a value (a tombstone) does. */
public enum NullValues {
    FAIL,
    IGNORE,
    /** Becomes a row without values that is marked as deleted. */
    WRITE
}
