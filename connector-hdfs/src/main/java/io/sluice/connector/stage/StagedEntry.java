/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.sink.StagedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StagedRecord} read back.
 *
 * @param value under the schema that was asked for, until the next record is read; null if it was not asked for
 */
public record StagedEntry(
        long offset,
        long previous,
        long skipped,
        long timestampMs,
        String outputPartition,
        @Nullable RecordBytes value) {}
