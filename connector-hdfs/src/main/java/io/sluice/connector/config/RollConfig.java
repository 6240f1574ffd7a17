/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.time.ZoneId;
import java.util.OptionalLong;

/**
 * When a topic-partition's staging is sealed and becomes files. Whatever comes first counts.
 *
 * @param maxRecords staged, over all output partitions
 * @param maxBytes staged, if limited
 * @param maxAgeMs since the first staged record, by the task's own clock, if limited
 * @param scheduleMs if set: at each multiple of it since midnight in {@code zone}
 */
public record RollConfig(
        long maxRecords, OptionalLong maxBytes, OptionalLong maxAgeMs, OptionalLong scheduleMs, ZoneId zone) {}
