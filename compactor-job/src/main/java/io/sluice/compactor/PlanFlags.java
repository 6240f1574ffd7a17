/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactCommand.Size;
import io.sluice.compactor.plan.PartitionChoice;
import io.sluice.compactor.plan.PartitionFilter;
import io.sluice.compactor.plan.PlanOptions;
import io.sluice.compactor.plan.RunLimits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is merged. */
final class PlanFlags {

    @Option(
            names = "--target-size",
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            converter = Size.class,
            description = "Size of a merged file; files of three quarters of it stay as they are."
                    + " Default: ${DEFAULT-VALUE}.")
    private long targetBytes;

    @Option(
            names = "--target-rows",
            paramLabel = "N",
            description = "Rows of a merged file at the most; files of three quarters of it stay as they are."
                    + " Default: any number.")
    private long targetRows = Long.MAX_VALUE;

    @Option(
            names = "--min-inputs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Fewer files are not worth a merge. Default: ${DEFAULT-VALUE}.")
    private int minInputs;

    @Option(
            names = "--max-inputs",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Files of one merge at the most. Default: ${DEFAULT-VALUE}.")
    private int maxInputs;

    @Option(
            names = "--min-row-group-size",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = Size.class,
            description = "Files all of whose row groups are as large are joined without copying them (on HDFS)."
                    + " Default: ${DEFAULT-VALUE}.")
    private long minRowGroupBytes;

    @Option(
            names = "--min-age",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Leave files alone that are younger. Default: ${DEFAULT-VALUE}.")
    private long minAgeSeconds;

    @Option(
            names = "--partition",
            paramLabel = "EXPR",
            description = "Only this partition, such as dt=2026-11-22, dt=2026-11-*, dt>=2026-11-01 or"
                    + " dt=2026-11-22/hour<6. May be repeated: any of them.")
    private List<String> partitions = List.of();

    @Option(
            names = "--partition-idle",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Leave partitions alone in which a file is younger. Default: ${DEFAULT-VALUE}.")
    private long idleSeconds;

    @Option(
            names = "--partition-age",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Leave partitions alone whose day or hour, by their name in UTC, ended less long ago."
                    + " Default: ${DEFAULT-VALUE}.")
    private long ageSeconds;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Merge files of so many bytes at the most, where it rids the table of most files first."
                    + " Default: no limit.")
    private long budgetBytes = Long.MAX_VALUE;

    @Option(
            names = "--max-dead-bytes-ratio",
            paramLabel = "RATIO",
            defaultValue = "0.75",
            description = "Of all bytes of the table, how many may be dead; merges that would leave more wait."
                    + " Default: ${DEFAULT-VALUE}.")
    private double maxDeadRatio;

    /** What the options say; IllegalArgumentException if they make no sense. */
    PlanOptions plan() {
        return new PlanOptions(
                targetBytes,
                targetRows,
                minInputs,
                maxInputs,
                ms(minAgeSeconds),
                minRowGroupBytes,
                new PartitionChoice(new PartitionFilter(partitions), ms(idleSeconds), ms(ageSeconds)),
                new RunLimits(budgetBytes, maxDeadRatio));
    }

    private static long ms(long seconds) {
        return Duration.ofSeconds(seconds).toMillis();
    }
}
