/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.connector.config.PartitionConfig;
import io.sluice.table.metadata.PartitionStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Directories by a partition strategy of Kite's. Unless one is configured it is that of the dataset, if that exists, or
 * the one that its first records' schema carries.
 */
final class KitePartitioner implements Partitioner {

    private final Optional<PartitionStrategy> configured;
    private final Map<String, String> provided;
    private final Map<String, List<KiteDirectory>> directories = new HashMap<>();

    KitePartitioner(PartitionConfig config) {
        this.configured = config.kiteStrategy();
        this.provided = config.kiteProvided();
        configured.ifPresent(this::directories);
    }

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        String topic = record.originalTopic();
        List<KiteDirectory> levels = directories.get(topic);
        if (levels == null) {
            levels = directories(ofSchema(value.getSchema()));
            directories.put(topic, levels);
        }
        StringBuilder path = new StringBuilder();
        for (KiteDirectory level : levels) {
            if (path.length() > 0) {
                path.append('/');
            }
            level.appendTo(path, topic, record.originalKafkaPartition(), value);
        }
        return path.toString();
    }

    @Override
    public Optional<PartitionStrategy> strategy(Schema record) {
        return Optional.of(ofSchema(record));
    }

    @Override
    public boolean followsTable() {
        return configured.isEmpty();
    }

    @Override
    public void adopt(String topic, PartitionStrategy ofTable) {
        if (followsTable()) {
            directories.put(topic, directories(ofTable));
        }
    }

    private PartitionStrategy ofSchema(Schema schema) {
        return configured
                .or(() -> PartitionStrategy.embeddedIn(schema))
                .orElseThrow(
                        () -> new ConfigException("the dataset does not exist, and nothing says how to partition it:"
                                + " set kite.partition.strategy, or create it with kite-dataset"));
    }

    private List<KiteDirectory> directories(PartitionStrategy strategy) {
        return strategy.fields().stream()
                .map(field -> KiteDirectory.of(field, provided))
                .toList();
    }
}
