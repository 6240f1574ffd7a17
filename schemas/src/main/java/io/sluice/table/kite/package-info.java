/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Port. Kite SDK behind plain JDK and Hadoop types, so that its Avro 1.7 stays out of sight: schemas are JSON text,
 * records are Avro binary. Found by {@link java.util.ServiceLoader}; a shop that wants Kite itself drops the jar of
 * {@code kite-interop} in.
 */
@NullMarked
package io.sluice.table.kite;

import org.jspecify.annotations.NullMarked;
