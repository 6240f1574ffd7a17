/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import io.sluice.connector.decode.DecodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as Kafka Connect delivered it.
 *
 * @param record null if it is left out of the table on purpose: a tombstone, or an error that was reported
 */
public record Delivery(long offset, @Nullable DecodedRecord record) {}
