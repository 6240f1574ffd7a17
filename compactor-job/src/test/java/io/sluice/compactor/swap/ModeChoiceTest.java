/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModeChoiceTest {

    private static final Map<SwapMode, String> ENCRYPTED = Map.of(SwapMode.CONCAT, "it is in an encryption zone");

    @Test
    void shouldTakeTheFirstWayThatIsFree() {
        assertThat(ModeChoice.of(List.of(SwapMode.CONCAT, SwapMode.RENAME), Map.of())
                        .mode())
                .contains(SwapMode.CONCAT);
    }

    @Test
    void shouldTakeTheNextAndSayWhy() {
        ModeChoice choice = ModeChoice.of(List.of(SwapMode.CONCAT, SwapMode.RENAME), ENCRYPTED);

        assertThat(choice.mode()).contains(SwapMode.RENAME);
        assertThat(choice.reason()).isEqualTo("no concat, because it is in an encryption zone");
    }

    @Test
    void shouldRefuseAndSayWhatCouldBeAllowed() {
        ModeChoice choice = ModeChoice.of(List.of(SwapMode.CONCAT), ENCRYPTED);

        assertThat(choice.mode()).isEmpty();
        assertThat(choice.reason())
                .startsWith("nothing was written")
                .contains("no concat, because it is in an encryption zone")
                .contains("--allow-renames");
    }
}
