/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Avro data files as inputs of a merge: what they hold, and the same as Parquet. */
@NullMarked
package io.sluice.compactor.avro;

import org.jspecify.annotations.NullMarked;
