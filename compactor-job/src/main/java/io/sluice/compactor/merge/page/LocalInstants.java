/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import java.util.Locale;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Times of twelve bytes are instants, except those of Impala: nobody but their reader can know of which time zone. */
public final class LocalInstants {

    private LocalInstants() {}

    /**
     * Makes sure that a column's times can be written as another type.
     *
     * @param createdBy who wrote them
     */
    public static void refuse(Copied copied, @Nullable String createdBy) {
        if (copied.widens()
                && copied.from().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96
                && createdBy != null
                && createdBy.toLowerCase(Locale.ROOT).startsWith("impala")) {
            throw new CorruptPageException(
                    "Impala wrote its times, which are local to a time zone that the file does not"
                            + " name: they cannot become instants");
        }
    }
}
