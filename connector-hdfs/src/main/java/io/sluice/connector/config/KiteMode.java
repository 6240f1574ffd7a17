/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/** What a table's metadata has to do with Kite. */
public enum KiteMode {
    /** Nothing: they are in {@code .sluice}, where Kite does not look. */
    OFF,
    /** They are a Kite dataset's, written without Kite. */
    OWN,
    /** Kite SDK itself creates and evolves the dataset, by its own checks. */
    SDK
}
