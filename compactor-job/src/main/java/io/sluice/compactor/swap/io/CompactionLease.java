/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import java.io.IOException;

/** Keeps a second compactor out of a table, and tells the first when it has been put out. */
public interface CompactionLease extends AutoCloseable {

    /**
     * Returns if nobody has taken the table over.
     *
     * @throws LeaseLostException if somebody has: commit nothing more
     */
    void requireHeld() throws IOException;

    @Override
    void close() throws IOException;

    /** Another compactor has the table. */
    final class LeaseLostException extends IOException {
        LeaseLostException(String message, Throwable cause) {
            super(message, cause);
        }

        LeaseLostException(String message) {
            super(message);
        }
    }

    /** Another compactor is at work on the table. */
    final class LeaseHeldException extends IOException {
        LeaseHeldException(String message) {
            super(message);
        }
    }
}
