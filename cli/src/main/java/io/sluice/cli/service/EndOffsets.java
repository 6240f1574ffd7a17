/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where topics end, as a broker says. */
public final class EndOffsets {

    private static final int TIMEOUT_SECONDS = 20;

    private EndOffsets() {}

    /**
     * Asks for the ends of partitions; those that the broker does not know are left out.
     *
     * @throws TimeoutException if it does not answer
     */
    public static Map<TopicPartition, Long> of(String bootstrapServers, Collection<TopicPartition> partitions)
            throws TimeoutException, InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", TIMEOUT_SECONDS * 500,
                "default.api.timeout.ms", TIMEOUT_SECONDS * 1000);
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            var result = admin.listOffsets(wanted);
            for (TopicPartition partition : partitions) {
                try {
                    ListOffsetsResultInfo end =
                            result.partitionResult(partition).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                    ends.put(partition, end.offset());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                        throw new TimeoutException(bootstrapServers + " does not answer: "
                                + e.getCause().getMessage());
                    }
                }
            }
        }
        return ends;
    }
}
