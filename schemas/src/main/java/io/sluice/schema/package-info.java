/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core and port. Schemas: how versions of one become one ({@link io.sluice.schema.SchemaEvolution}, the rules that
 * connector and compactor share), how they are told apart, and where the schema of a record is found ({@link
 * io.sluice.schema.SchemaSource}).
 */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
