/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/**
 * kafka-connect-hdfs' {@code schema.compatibility}. A table of Sluice always has one schema that evolves, so the modes
 * that can be chosen differ in name only; {@code FORWARD}, which drops new columns, is refused.
 */
public enum SchemaCompatibility {
    NONE,
    BACKWARD,
    FULL
}
