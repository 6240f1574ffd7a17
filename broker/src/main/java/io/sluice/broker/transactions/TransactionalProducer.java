/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

/** Who a producer says it is. Immutable. */
public record TransactionalProducer(String transactionalId, long producerId, short epoch) {}
