/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;

/**
 * What a read found. The reader owns {@code records} and must release it.
 *
 * @param highWatermark exclusive, at the moment of the read
 * @param lastStableOffset exclusive, at the moment of the read
 * @param abortedTransactions ordered by first offset; only those overlapping the range, only for {@link
 *     ReadIsolation#READ_COMMITTED}
 */
public record LogRead(
        FetchedRecords records,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        List<AbortedTransaction> abortedTransactions) {}
