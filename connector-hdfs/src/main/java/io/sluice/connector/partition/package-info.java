/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Finds the output partition of a record: the directory below the table root, such as
 * {@code dt=2026-11-22/hour=17}, that its row goes to.
 */
@NullMarked
package io.sluice.connector.partition;

import org.jspecify.annotations.NullMarked;
