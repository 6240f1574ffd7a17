/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Consumer groups: Kafka's own coordinator library ({@code kafka-group-coordinator}: classic, KIP-848, share and
 * streams groups) on our log and our metadata.
 *
 * <p>Borrowed, because groups are the largest piece of behaviour that clients depend on and it comes with hundreds of
 * tests. What it costs is measured in {@link io.sluice.broker.groups.GroupService}. Its interfaces are internal to Kafka
 * and may change with every minor version: all that touches them is in this package, in {@code shard} and in
 * {@code api.group}.
 */
@NullMarked
package io.sluice.broker.groups;

import org.jspecify.annotations.NullMarked;
