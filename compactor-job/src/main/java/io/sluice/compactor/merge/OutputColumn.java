/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** A column of the file being written, and the checksum of all that has been written to it. */
record OutputColumn(ColumnDescriptor descriptor, CompressionCodecName codec, ColumnChecksum checksum) {

    String path() {
        return String.join(".", descriptor.getPath());
    }
}
