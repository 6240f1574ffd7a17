/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Avro's binary encoding: bytes that were written under one schema, decoded to records of another by readers that
 * are compiled once for the two ({@link io.sluice.schema.avro.AvroResolver}), and the frame that says by a fingerprint
 * which schema that was.
 */
@NullMarked
package io.sluice.schema.avro;

import org.jspecify.annotations.NullMarked;
