/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Runs the transactions: the shards on the coordinators' runtime, the markers that end a transaction in each of
 * its partitions, and the clock that ends those of producers that went away.
 */
@NullMarked
package io.sluice.broker.transactions.io;

import org.jspecify.annotations.NullMarked;
