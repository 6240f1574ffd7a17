/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** A column of the file being written. */
record OutputColumn(ColumnDescriptor descriptor, CompressionCodecName codec) {

    String path() {
        return String.join(".", descriptor.getPath());
    }
}
