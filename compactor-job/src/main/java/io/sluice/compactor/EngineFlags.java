/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactCommand.Size;
import io.sluice.compactor.run.Resources;
import picocli.CommandLine.Option;

/** The options that say what a run may use of the machine. */
final class EngineFlags {

    private static final int HEAP_PARTS = 4;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Merges at a time, at the most. Default: as many as there are processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Heap for all merges together; one takes about two row groups. A merge that finds no room waits."
                            + " Default: three quarters of the heap.")
    private long memoryBytes = Runtime.getRuntime().maxMemory() / HEAP_PARTS * (HEAP_PARTS - 1);

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Read and write so many bytes a second at the most, both together. Default: no limit.")
    private long bytesPerSecond = Long.MAX_VALUE;

    /** What the options say; IllegalArgumentException if they make no sense. */
    Resources resources() {
        return new Resources(threads, memoryBytes, bytesPerSecond);
    }
}
