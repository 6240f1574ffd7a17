/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** One directory per Kafka partition: {@code partition=3}. */
final class DefaultPartitioner implements Partitioner {

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        return "partition=" + record.originalKafkaPartition();
    }
}
