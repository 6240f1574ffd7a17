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
 * @param codec of the merged file; Snappy in place of the old LZ4
 * @param method the cheapest that the inputs allow, by what is known when the merge is planned
 */
public record MergeSpec(
        List<MergeInput> inputs,
        MessageType schema,
        Optional<Schema> avro,
        Map<String, String> keyValues,
        CompressionCodecName codec,
        MergeMethod method,
        MergeOptions options) {

    public MergeSpec {
        inputs = List.copyOf(inputs);
        keyValues = Map.copyOf(keyValues);
        // The old LZ4 is read, for it is there, and never written: no two readers agree on what it is.
        codec = codec == CompressionCodecName.LZ4 ? CompressionCodecName.SNAPPY : codec;
    }

    /** The same of other files, in another way. */
    public MergeSpec of(List<MergeInput> others, MergeMethod how) {
        return new MergeSpec(others, schema, avro, keyValues, codec, how, options);
    }

    public MergeSpec withOptions(MergeOptions others) {
        return new MergeSpec(inputs, schema, avro, keyValues, codec, method, others);
    }

    public long rowGroupBytes() {
        return options.rowGroupBytes();
    }

    public Verification verification() {
        return options.verification();
    }

    public BloomFilters bloomFilters() {
        return options.bloomFilters();
    }
}
