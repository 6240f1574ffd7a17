/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import org.apache.avro.generic.GenericRecord;

/**
 * A record that is ready to be staged.
 *
 * @param topic as it was consumed, before any transform renamed it
 * @param partition of that topic
 * @param offset of that partition
 * @param timestampMs of the Kafka record, since 1970 in UTC; -1 if it has none
 * @param outputPartition the directory below the table root, such as {@code dt=2026-11-22/hour=17}; empty for the root
 * @param value owned by the receiver
 */
public record DecodedRecord(
        String topic, int partition, long offset, long timestampMs, String outputPartition, GenericRecord value) {}
