/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.table.metadata.PartitionField;
import io.sluice.table.metadata.PartitionStrategy;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** One directory per Kafka partition: {@code partition=3}. */
final class DefaultPartitioner implements Partitioner {

    /** Of the last record: the next one is mostly of the same, and to be known by the very same string. */
    private int lastPartition = -1;

    private String lastDirectory = "";

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        int partition = record.originalKafkaPartition();
        if (partition != lastPartition) {
            lastPartition = partition;
            lastDirectory = "partition=" + partition;
        }
        return lastDirectory;
    }

    @Override
    public Optional<PartitionStrategy> strategy(Schema record) {
        return KiteStrategies.of(
                List.of(new PartitionField.Provided("partition", PartitionField.Provided.ValueType.INT)));
    }
}
