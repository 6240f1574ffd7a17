/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Turns the staging of a sealed batch into Parquet files. */
@NullMarked
package io.sluice.connector.roll.io;

import org.jspecify.annotations.NullMarked;
