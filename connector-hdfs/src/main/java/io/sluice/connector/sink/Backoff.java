/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.SplittableRandom;

/**
 * How long to wait after a failure: twice as long after each in a row, up to 32 times, and up to half as much again, by
 * chance. Chance follows from the seed, so that partitions which failed together do not all come back together, and each
 * wait can be foretold.
 *
 * @param firstMs the wait after the first failure
 * @param seed of whoever waits
 */
public record Backoff(long firstMs, long seed) {

    private static final int MOST_DOUBLINGS = 5;

    /**
     * The wait in milliseconds.
     *
     * @param failures in a row, from 1
     */
    long waitMs(int failures) {
        long least = firstMs << Math.min(failures - 1, MOST_DOUBLINGS);
        return least + (long) (least / 2.0 * new SplittableRandom(seed + failures).nextDouble());
    }
}
