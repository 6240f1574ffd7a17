/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.verify.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * What one merged file is made of.
 *
 * @param inputs in the order in which their rows shall be
 * @param avro the schema whose aliases and defaults decide what goes where; empty if all inputs have {@code schema}
 * @param keyValues of the footer, whole
 * @param rowGroupBytes row groups of inputs are joined up to this size, compressed; none is ever split
 * @param method the cheapest that the inputs allow, by what is known when the merge is planned
 * @param codec of the merged file; Snappy in place of the old LZ4
 * @param bloomFilters what becomes of those of the inputs, if row groups are put together
 * @param verification how much is compared with the inputs once it is written
 */
public record MergeSpec(
        List<MergeInput> inputs,
        MessageType schema,
        Optional<Schema> avro,
        Map<String, String> keyValues,
        CompressionCodecName codec,
        long rowGroupBytes,
        Verification verification,
        MergeMethod method,
        BloomFilters bloomFilters) {

    public MergeSpec {
        inputs = List.copyOf(inputs);
        keyValues = Map.copyOf(keyValues);
        // The old LZ4 is read, for it is there, and never written: no two readers agree on what it is.
        codec = codec == CompressionCodecName.LZ4 ? CompressionCodecName.SNAPPY : codec;
    }

    /** A merge that makes bloom filters anew. */
    public MergeSpec(
            List<MergeInput> inputs,
            MessageType schema,
            Optional<Schema> avro,
            Map<String, String> keyValues,
            CompressionCodecName codec,
            long rowGroupBytes,
            Verification verification,
            MergeMethod method) {
        this(inputs, schema, avro, keyValues, codec, rowGroupBytes, verification, method, BloomFilters.REBUILD);
    }

    /** The same with other bloom filters. */
    public MergeSpec withBloomFilters(BloomFilters filters) {
        return new MergeSpec(inputs, schema, avro, keyValues, codec, rowGroupBytes, verification, method, filters);
    }
}
