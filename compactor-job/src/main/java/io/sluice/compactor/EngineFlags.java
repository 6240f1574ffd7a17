/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactCommand.Size;
import io.sluice.compactor.run.Resources;
import picocli.CommandLine.Option;

/** The options that say what a run may use of the machine. */
final class EngineFlags {

    private static final Resources MACHINE = Resources.ofMachine();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Merges at a time, at the most. Default: as many as there are processors.")
    private int threads = MACHINE.threads();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Heap for all merges together; one takes about two row groups. A merge that finds no room waits."
                            + " Default: three quarters of the heap.")
    private long memoryBytes = MACHINE.memoryBytes();

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Read and write so many bytes a second at the most, both together. Default: no limit.")
    private long bytesPerSecond = MACHINE.bytesPerSecond();

    /** What the options say; IllegalArgumentException if they make no sense. */
    Resources resources() {
        return new Resources(threads, memoryBytes, bytesPerSecond);
    }
}
