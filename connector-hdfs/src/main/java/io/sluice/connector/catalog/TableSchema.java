/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import org.apache.avro.Schema;

/**
 * The schema of a table at a time: it reads every record that was staged for the table so far.
 *
 * @param version its number in {@code .metadata/schemas}, from 1
 */
public record TableSchema(int version, Schema schema) {}
