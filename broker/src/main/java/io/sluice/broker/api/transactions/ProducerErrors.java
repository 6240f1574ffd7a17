/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import org.apache.kafka.common.protocol.Errors;

/** What producers are told; those of before KIP-588 know no {@code PRODUCER_FENCED}. */
final class ProducerErrors {
    private ProducerErrors() {}

    /** @param firstWithFenced version of the API */
    static Errors code(RequestContext context, Throwable error, int firstWithFenced) {
        Errors code = Failures.code(context, error);
        return code == Errors.PRODUCER_FENCED && context.version() < firstWithFenced
                ? Errors.INVALID_PRODUCER_EPOCH
                : code;
    }
}
