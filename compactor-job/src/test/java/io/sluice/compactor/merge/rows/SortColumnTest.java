/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortColumnTest {

    @Test
    void nullsAreSmallestWhereNothingIsSaid() {
        assertThat(SortColumn.parse("a, b.c DESC , d asc nulls last,e desc nulls first"))
                .isEqualTo(List.of(
                        new SortColumn("a", false, true),
                        new SortColumn("b.c", true, false),
                        new SortColumn("d", false, false),
                        new SortColumn("e", true, true)));
    }

    @Test
    void shouldTellWhatItIs() {
        assertThat(new RowOrder.Linear(SortColumn.parse("a, b desc, c nulls last, d desc nulls first")))
                .hasToString("sorted by a, b desc, c nulls last, d desc nulls first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,", "a up", "a desc nulls", "a nulls last desc"})
    void shouldRefuse(String list) {
        assertThatThrownBy(() -> SortColumn.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write it as 'a, b desc, c asc nulls last'");
    }
}
