/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.jspecify.annotations.Nullable;

/** Reads the page indexes of a column chunk, which not everybody asks for. */
public interface PageIndexes {

    /** Null if there is none, or none that can be read. */
    @Nullable ColumnIndex readColumnIndex();

    /** Null if there is none, or none that can be read. */
    @Nullable OffsetIndex readOffsetIndex();
}
