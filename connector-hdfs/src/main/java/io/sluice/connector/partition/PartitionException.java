/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import org.jspecify.annotations.Nullable;

/**
 * A record that has no output partition: a field that the partitioner needs is missing or cannot be used. Says so
 * without naming topic and offset, which the caller adds. Carries no stack trace, for a topic may be full of them.
 */
public final class PartitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartitionException(String message) {
        this(message, null);
    }

    PartitionException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
