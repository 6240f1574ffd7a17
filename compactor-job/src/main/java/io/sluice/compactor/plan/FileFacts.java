/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * What a file's footer says, as far as a plan needs it.
 *
 * @param rowGroupBytes of each row group, compressed
 * @param codec of most of its bytes
 * @param keyValues of the footer
 * @param indexBytes of footer, page indexes, bloom filters and magic numbers
 * @param dictionaries of the columns that have the largest
 */
public record FileFacts(
        MessageType schema,
        long rows,
        List<Long> rowGroupBytes,
        CompressionCodecName codec,
        Map<String, String> keyValues,
        long indexBytes,
        List<ColumnDictionary> dictionaries) {

    /** Of a file without dictionaries. */
    public FileFacts(
            MessageType schema,
            long rows,
            List<Long> rowGroupBytes,
            CompressionCodecName codec,
            Map<String, String> keyValues,
            long indexBytes) {
        this(schema, rows, rowGroupBytes, codec, keyValues, indexBytes, List.of());
    }

    public FileFacts {
        rowGroupBytes = List.copyOf(rowGroupBytes);
        keyValues = Map.copyOf(keyValues);
        dictionaries = List.copyOf(dictionaries);
    }

    /** Bytes of the rows. */
    public long liveBytes() {
        return rowGroupBytes.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Bytes that the file counts for when files are put together: those of its rows, or, in a merged file, those that its
     * inputs counted for together, see {@link SizeEstimate}. Merging compresses better; if the gain counted, merged files would fit together once more, and
     * again, and a second run would find work where there is none.
     */
    public long weight() {
        String weight = keyValues.get(MergeKeys.WEIGHT);
        return weight != null && weight.matches("\\d{1,18}") ? Long.parseLong(weight) : liveBytes();
    }
}
