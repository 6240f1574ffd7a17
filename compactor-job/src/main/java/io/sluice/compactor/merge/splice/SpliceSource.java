/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.page.SourceChunk;
import org.jspecify.annotations.Nullable;

/**
 * The part of an output chunk that comes from one row group of one input.
 *
 * @param file to name in errors
 * @param chunk what is copied, or whose levels are; null where {@code source} needs none
 */
public record SpliceSource(
        String file, ColumnSource source, @Nullable SourceChunk chunk, long rows) {}
