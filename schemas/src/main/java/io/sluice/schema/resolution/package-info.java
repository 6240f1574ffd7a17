/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Avro's rules of schema resolution, in one place: how what was written under one schema is read under another
 * ({@link io.sluice.schema.resolution.Resolution}). What is compatible, how records are projected and how bytes are
 * decoded all follow from it.
 */
@NullMarked
package io.sluice.schema.resolution;

import org.jspecify.annotations.NullMarked;
