/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. When the staging of a topic-partition is sealed. What becomes of it then, Parquet, is written by {@code
 * io.sluice.connector.roll.io}.
 */
@NullMarked
package io.sluice.connector.roll;

import org.jspecify.annotations.NullMarked;
