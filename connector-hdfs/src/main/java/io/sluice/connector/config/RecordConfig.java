/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/**
 * How a Kafka record becomes a row.
 *
 * @param values what its value is
 * @param nullValues what it does without one
 * @param metadata what else of the record the row has
 */
public record RecordConfig(ValueConfig values, NullValues nullValues, MetadataConfig metadata) {}
