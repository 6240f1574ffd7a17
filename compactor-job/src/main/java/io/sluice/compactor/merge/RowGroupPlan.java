/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.util.ArrayList;
import java.util.List;

/** Which row groups of the inputs become one. Order is kept. */
record RowGroupPlan(List<List<Part>> rowGroups) {

    /** Row group {@code ordinal} of input number {@code input}. */
    record Part(int input, int ordinal) {}

    RowGroupPlan {
        rowGroups = rowGroups.stream().map(List::copyOf).toList();
    }

    /** Fills each row group with whole ones of the inputs, as long as they fit. */
    static RowGroupPlan of(List<MergeInput> inputs, long rowGroupBytes) {
        List<List<Part>> rowGroups = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        long openBytes = 0;
        for (int input = 0; input < inputs.size(); input++) {
            List<Long> sizes = inputs.get(input).rowGroupBytes();
            for (int ordinal = 0; ordinal < sizes.size(); ordinal++) {
                if (!open.isEmpty() && openBytes + sizes.get(ordinal) > rowGroupBytes) {
                    rowGroups.add(open);
                    open = new ArrayList<>();
                    openBytes = 0;
                }
                open.add(new Part(input, ordinal));
                openBytes += sizes.get(ordinal);
            }
        }
        if (!open.isEmpty()) {
            rowGroups.add(open);
        }
        return new RowGroupPlan(rowGroups);
    }
}
