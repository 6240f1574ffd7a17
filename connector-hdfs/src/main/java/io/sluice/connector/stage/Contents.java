/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

/** What one output partition gets from a batch: offsets inclusive. */
public record Contents(long firstOffset, long lastOffset, long rows) {}
