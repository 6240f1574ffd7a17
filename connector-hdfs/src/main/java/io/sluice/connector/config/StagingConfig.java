/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/**
 * How records are staged and what happens when HDFS does not answer.
 *
 * @param syncIntervalMs the longest that a record waits for its sync; its offset is not committed before
 * @param retryBackoffMs pause before a failed step is tried again
 * @param shutdownTimeoutMs the longest that a stopping task waits for work in flight
 */
public record StagingConfig(long syncIntervalMs, SyncMode syncMode, long retryBackoffMs, long shutdownTimeoutMs) {}
