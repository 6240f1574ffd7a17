/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.StorePath;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;

class MergeMethodTest {

    private static MergeInput file(Long... rowGroupBytes) {
        return new MergeInput(new StorePath("/t/f"), new MessageType("t"), List.of(rowGroupBytes), 1);
    }

    @Test
    void largeRowGroupsStay() {
        assertThat(MergeMethod.of(List.of(file(64L, 100L), file(64L)), true, 64))
                .isEqualTo(MergeMethod.STITCH);
    }

    @Test
    void oneSmallRowGroupIsReasonEnoughToSplice() {
        assertThat(MergeMethod.of(List.of(file(64L, 63L), file(64L)), true, 64)).isEqualTo(MergeMethod.SPLICE);
    }

    @Test
    void withoutConcatNothingIsStitched() {
        assertThat(MergeMethod.of(List.of(file(64L), file(64L)), false, 64)).isEqualTo(MergeMethod.SPLICE);
    }

    @Test
    void filesWithoutRowGroupsAreNotStitched() {
        assertThat(MergeMethod.of(List.of(file(), file()), true, 64)).isEqualTo(MergeMethod.SPLICE);
    }
}
