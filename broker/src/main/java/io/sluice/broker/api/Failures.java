/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an exception to what a client is told, for the APIs that report errors item by item. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Kafka's code for it. What is not one of Kafka's exceptions is a fault of ours, and is logged. */
    public static Errors code(RequestContext context, Throwable error) {
        Throwable cause = Errors.maybeUnwrapException(error);
        if (!(cause instanceof ApiException)) {
            log.error(
                    "Failed to handle {} v{} of client '{}'",
                    context.api(),
                    context.version(),
                    context.client(),
                    cause);
        }
        return Errors.forException(cause);
    }

    /** For the client to read; null where the code says it all, or where the message is not for outsiders. */
    public static @Nullable String message(Throwable error) {
        Throwable cause = Errors.maybeUnwrapException(error);
        return cause instanceof ApiException ? cause.getMessage() : null;
    }
}
