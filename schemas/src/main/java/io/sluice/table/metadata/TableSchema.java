/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import org.apache.avro.Schema;

/**
 * A schema of a table. It reads what was written under every lower version.
 *
 * @param version its number in {@code .metadata/schemas}, from 1
 */
public record TableSchema(int version, Schema schema) {}
