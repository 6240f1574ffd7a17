/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.connector.testing.TableReader;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** The simplest catalog that there can be. */
final class MemoryCatalog implements TableListener {

    private final Map<String, TableSchema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> partitions = new ConcurrentHashMap<>();

    @Override
    public void changed(TableChange change) throws IOException {
        schemas.merge(change.topic(), change.schema(), (old, now) -> now.version() > old.version() ? now : old);
        Set<String> known = partitions.computeIfAbsent(change.topic(), topic -> new TreeSet<>());
        known.addAll(change.outputPartitions());
        if (change.everything()) {
            for (StorePath file : new TableReader(new LocalFileStore(), change.root()).files()) {
                known.add(file.parent().relativeTo(change.root()));
            }
        }
    }

    List<String> columns(String topic) {
        return schemas.get(topic).schema().getFields().stream()
                .map(Schema.Field::name)
                .toList();
    }

    Set<String> partitions(String topic) {
        return partitions.get(topic);
    }

    @Override
    public void close() {}
}
