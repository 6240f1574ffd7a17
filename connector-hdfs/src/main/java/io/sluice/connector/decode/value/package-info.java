/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. What every format's decoder is ({@link io.sluice.connector.decode.value.ValueDecoder}), how it says that a value
 * is bad, what it counts, and the little that all of them need.
 */
@NullMarked
package io.sluice.connector.decode.value;

import org.jspecify.annotations.NullMarked;
