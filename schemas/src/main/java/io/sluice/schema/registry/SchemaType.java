/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

/** The languages that a registry's schemas are written in; the names are those of Confluent's API. */
public enum SchemaType {
    AVRO,
    PROTOBUF,
    JSON
}
