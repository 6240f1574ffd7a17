/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What it costs to decode a record of each format, beside the plain library that does the same. */
@NullMarked
package io.sluice.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
