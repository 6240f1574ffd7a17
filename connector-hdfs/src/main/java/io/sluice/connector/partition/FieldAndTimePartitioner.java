/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.table.metadata.PartitionField;
import io.sluice.table.metadata.PartitionStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** A directory level per field, and below these the time: {@code country=NL/dt=2026-11-22}. */
final class FieldAndTimePartitioner implements Partitioner {

    private final FieldPartitioner fields;
    private final TimeBasedPartitioner time;

    FieldAndTimePartitioner(FieldPartitioner fields, TimeBasedPartitioner time) {
        this.fields = fields;
        this.time = time;
    }

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        return fields.outputPartition(record, value) + "/" + time.outputPartition(record, value);
    }

    @Override
    public Optional<PartitionStrategy> strategy(Schema record) {
        return fields.strategy(record)
                .flatMap(outer -> time.strategy(record).flatMap(inner -> {
                    List<PartitionField> all = new ArrayList<>(outer.fields());
                    all.addAll(inner.fields());
                    return KiteStrategies.of(all);
                }));
    }
}
