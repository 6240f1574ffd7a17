/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dies at every operation on a local disk. Rows can be hidden by renames, never double; the next run finishes. */
class SwapCrashLocalIT {

    private static final String PARTITION = "dt=1";

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();

    @ParameterizedTest
    @CsvSource({"BEFORE, RENAME", "AFTER, RENAME", "BEFORE, EXCHANGE", "AFTER, EXCHANGE"})
    void everyRowIsThereOnceAfterTheNextRun(Moment moment, SwapMode mode) throws Exception {
        StorePath base = new StorePath(directory.toString());
        long operations = new CrashScenario(store, base.child("counted"), PARTITION)
                .by(mode)
                .operations();
        assertThat(operations).isGreaterThan(40);
        for (long operation = 1; operation <= operations; operation++) {
            CrashScenario scenario = new CrashScenario(store, base.child("t" + operation), PARTITION).by(mode);
            scenario.fill();
            List<String> history = scenario.dieAt(store, operation, moment);
            assertThat(scenario.ids())
                    .as("what readers see when it died %s %s", moment, CrashScenario.last(history))
                    .doesNotHaveDuplicates();
            if (mode == SwapMode.EXCHANGE) {
                assertThat(scenario.ids()).isEqualTo(scenario.expected());
            }
            scenario.recoverAndCheck(history);
        }
    }
}
