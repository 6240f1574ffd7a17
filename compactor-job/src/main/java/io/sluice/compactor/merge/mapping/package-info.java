/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Which leaf of an input feeds which leaf of the output, and how its levels and values change on the way: a pure
 * function of two schemas.
 */
@NullMarked
package io.sluice.compactor.merge.mapping;

import org.jspecify.annotations.NullMarked;
