/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

/**
 * What a run may use of the machine.
 *
 * @param threads merges at a time
 * @param memoryBytes of heap for all merges together; a merge that needs more than is free waits for others to end
 * @param bytesPerSecond read and written, together; {@link Long#MAX_VALUE} for as fast as it goes
 */
public record Resources(int threads, long memoryBytes, long bytesPerSecond) {

    /** One merge at a time, at full speed. */
    public static final Resources ONE_THREAD = new Resources(1, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int HEAP_PARTS = 4;

    /** All of this machine: a merge for each processor, in three quarters of the heap, at full speed. */
    public static Resources ofMachine() {
        Runtime machine = Runtime.getRuntime();
        return new Resources(
                machine.availableProcessors(), machine.maxMemory() / HEAP_PARTS * (HEAP_PARTS - 1), Long.MAX_VALUE);
    }

    public Resources {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; 1 is the least");
        }
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("memory is " + memoryBytes + " bytes; it should be positive");
        }
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "the most bytes per second are " + bytesPerSecond + "; it should be positive");
        }
    }
}
