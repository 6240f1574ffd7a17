/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core and port. What a schema registry knows, in the words of Confluent's API, and how Avro schemas are found in one.
 * {@link io.sluice.schema.registry.client} speaks to real ones.
 */
@NullMarked
package io.sluice.schema.registry;

import org.jspecify.annotations.NullMarked;
