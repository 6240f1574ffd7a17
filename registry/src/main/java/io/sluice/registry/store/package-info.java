/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The log of the registry: a compacted topic of one partition, in the JSON that Confluent's registry keeps its
 * own {@code _schemas} in.
 */
@NullMarked
package io.sluice.registry.store;

import org.jspecify.annotations.NullMarked;
