/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The runtime of a coordinator: one mailbox a partition of an internal topic; append → park the response →
 * complete when durable; replay at start.
 *
 * <p>The runtime itself is Kafka's {@code CoordinatorRuntime} (the jar {@code kafka-coordinator-common}); here are the
 * ports that it asks for, over our log. The group coordinator brings its own instance of that runtime, so there is no
 * second one of ours for groups.
 */
@NullMarked
package io.sluice.broker.shard;

import org.jspecify.annotations.NullMarked;
