/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Transactions (KIP-98, KIP-360, KIP-890): {@link io.sluice.broker.transactions.Transaction} is what is known of
 * one transactional id, {@link io.sluice.broker.transactions.TransactionRules} decides what may happen to it, and
 * {@link io.sluice.broker.transactions.TransactionShard} is the state, a fold over a partition of the topic
 * {@code __transaction_state} in Kafka's own record schemas. {@code io} runs it.
 */
@NullMarked
package io.sluice.broker.transactions;

import org.jspecify.annotations.NullMarked;
