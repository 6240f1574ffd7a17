/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/** What a record's value is when it reaches the task. */
public enum ValueFormat {
    /** Connect's own data, as a converter such as JsonConverter or AvroConverter has made it. */
    CONNECT,
    /** Avro bytes: in the Confluent wire format with a schema directory, or plain bodies of one schema. */
    AVRO,
    /** One JSON object. */
    JSON,
    /** One Protobuf message: in the Confluent wire format with a registry, or bare, of a type in a descriptor file. */
    PROTOBUF,
    /** A text of one line or several, taken apart by a pattern. */
    TEXT,
    /** One record of CSV, without a header. */
    CSV
}
