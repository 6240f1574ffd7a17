/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dies at every operation on HDFS. At no moment is a row missing or there twice; afterwards the next run finishes. */
class SwapCrashIT {

    private static final String PARTITION = "dt=1";

    @ParameterizedTest
    @EnumSource(Moment.class)
    void everyRowIsThereOnceWhereverTheProcessDies(Moment moment) throws Exception {
        long operations = count();
        assertThat(operations).isGreaterThan(40);
        try (FileStore store = TestHdfs.store()) {
            for (long operation = 1; operation <= operations; operation++) {
                StorePath root = MiniHdfs.shared().newDirectory(getClass());
                CrashScenario scenario = new CrashScenario(store, root, PARTITION);
                scenario.fill();
                List<String> history;
                try (FileStore process = TestHdfs.store()) {
                    history = scenario.dieAt(process, operation, moment);
                }
                assertThat(scenario.ids())
                        .as("what readers see when it died %s %s", moment, CrashScenario.last(history))
                        .isEqualTo(scenario.expected());
                FreshLengthReader stale = FreshLengthReader.list(store, scenario.table());
                try (ReadingAllTheWhile reader = ReadingAllTheWhile.start(scenario.table(), scenario.expected())) {
                    scenario.recoverAndCheck(history);
                    reader.stop();
                    assertThat(reader.wrong())
                            .as("after %s", CrashScenario.last(history))
                            .isEmpty();
                }
                assertThat(stale.readOn())
                        .as("rows of a query that began when it died %s %s", moment, CrashScenario.last(history))
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static long count() throws IOException {
        try (FileStore store = TestHdfs.store()) {
            return new CrashScenario(store, MiniHdfs.shared().newDirectory(SwapCrashIT.class), PARTITION).operations();
        }
    }
}
