/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Waits for a broker that is about to start: {@code FirstRecord BOOTSTRAP}. Says {@code ready}, then the time (ms since
 * the epoch) at which its first record was acknowledged.
 */
public final class FirstRecord {
    private FirstRecord() {}

    @SuppressWarnings("SystemOut") // What the script reads
    public static void main(String[] args) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", args[0],
                        "acks", "all",
                        "max.block.ms", "600000",
                        "delivery.timeout.ms", "600000",
                        "retry.backoff.ms", "5",
                        "retry.backoff.max.ms", "20",
                        "reconnect.backoff.ms", "5",
                        "reconnect.backoff.max.ms", "20"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            System.out.println("ready");
            producer.send(new ProducerRecord<>("first", 0, null, new byte[] {1}))
                    .get();
            System.out.println(System.currentTimeMillis());
        }
    }
}
