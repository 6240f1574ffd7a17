/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.OutputSchema;
import io.sluice.compactor.swap.SwapMode;
import java.util.List;
import java.util.Map;

/** What is to be done with a group of a plan: the same for a run and for a plan that is printed. */
final class GroupSpec {

    private GroupSpec() {}

    /**
     * Specifies.
     *
     * @param keyValues of the merged file's footer
     * @param mode how the merged file will take the place of its inputs: row groups stay where they are only in a concat
     * @throws io.sluice.compactor.merge.mapping.SchemaMismatchException if rows are to be ordered by what the schema lacks
     */
    static MergeSpec of(
            MergeGroup group,
            OutputSchema schema,
            Map<String, String> keyValues,
            SwapMode mode,
            CompactorConfig config) {
        List<MergeInput> inputs = group.inputs();
        Rewrite rewrite = config.merge().rewrite();
        if (!rewrite.isNone()) {
            rewrite.requireColumns(schema.parquet());
        }
        MergeMethod cheapest =
                MergeMethod.of(inputs, mode == SwapMode.CONCAT, config.plan().minRowGroupBytes());
        return new MergeSpec(
                inputs,
                schema.parquet(),
                schema.avro(),
                keyValues,
                group.codec(),
                rewrite.isNone() ? cheapest : MergeMethod.REWRITE,
                config.merge());
    }
}
