/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import java.util.concurrent.CompletableFuture;

/**
 * What became of an append: its offsets at once, its durability later.
 *
 * @param baseOffset offset of the first record
 * @param lastOffset offset of the last record, inclusive
 * @param logAppendTimeMs the broker's time if the topic stamps it, else -1
 * @param logStartOffset the log's start at that moment
 * @param durable completes when the records survive a crash (on a thread of the log engine: continue elsewhere or
 *     return at once), or fails with {@code KafkaStorageException}
 */
public record Append(
        long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset, CompletableFuture<Void> durable) {}
