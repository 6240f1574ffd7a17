/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Parquet's encodings as functions from bytes to bytes: runs of levels and ids, dictionaries, plain values. What
 * the splice does to the inside of a page happens here, without a value ever becoming an object.
 */
@NullMarked
package io.sluice.compactor.merge.encoding;

import org.jspecify.annotations.NullMarked;
