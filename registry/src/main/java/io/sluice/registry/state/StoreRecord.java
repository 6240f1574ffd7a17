/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import org.jspecify.annotations.Nullable;

/**
 * A record of {@code _schemas}.
 *
 * @param value null forgets the key
 */
public record StoreRecord(StoreKey key, @Nullable StoreValue value) {}
