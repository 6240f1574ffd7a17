/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a table says of itself, in {@code .metadata}: a Kite dataset's descriptor and its numbered schemas, read and
 * written without Kite. Values and grammar are core; {@link io.sluice.table.metadata.TableMetadata} and {@link
 * io.sluice.table.metadata.Tables} are shell, on the file store's port.
 */
@NullMarked
package io.sluice.table.metadata;

import org.jspecify.annotations.NullMarked;
