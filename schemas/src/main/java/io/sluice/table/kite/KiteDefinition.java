/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.kite;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset is made of.
 *
 * @param schemaJson its newest Avro schema
 * @param format {@code avro} or {@code parquet}
 * @param compression {@code snappy}, {@code deflate}, {@code bzip2} or {@code uncompressed}
 * @param partitionStrategyJson Kite's JSON form, such as {@code [{"type":"year","source":"ts"}]}; null if unpartitioned
 * @param properties the descriptor's own keys, without Kite's reserved ones
 */
public record KiteDefinition(
        String schemaJson,
        String format,
        String compression,
        @Nullable String partitionStrategyJson,
        Map<String, String> properties) {

    public KiteDefinition {
        properties = Map.copyOf(properties);
    }
}
