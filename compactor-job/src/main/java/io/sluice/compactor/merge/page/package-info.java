/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The pages of a column chunk as they are in a file: found by their headers, decompressed, and taken apart into
 * levels and values.
 */
@NullMarked
package io.sluice.compactor.merge.page;

import org.jspecify.annotations.NullMarked;
