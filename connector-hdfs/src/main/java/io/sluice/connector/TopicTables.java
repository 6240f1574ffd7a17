/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.KiteCatalog;
import io.sluice.connector.catalog.TableCatalog;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.config.KiteMode;
import io.sluice.connector.decode.RecordPipeline;
import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tables of a task's topics, and what its pipeline knows of them. For the task's thread alone. */
final class TopicTables {

    private final HdfsSinkConfig config;
    private final TaskEnvironment environment;
    private final RecordPipeline pipeline;
    private final Map<String, TableCatalog> catalogs = new HashMap<>();
    /** Topics whose table, if there is one, the pipeline knows. */
    private final Set<String> adopted = new HashSet<>();

    TopicTables(HdfsSinkConfig config, TaskEnvironment environment, RecordPipeline pipeline) {
        this.config = config;
        this.environment = environment;
        this.pipeline = pipeline;
    }

    TableCatalog catalog(String topic) {
        return catalogs.computeIfAbsent(topic, this::newCatalog);
    }

    private TableCatalog newCatalog(String topic) {
        FileStore store = environment.store();
        TableLayout table = new TableLayout(config.tableRoot(topic), config.kite() != KiteMode.OFF);
        return environment
                .kite()
                .map(kite -> new KiteCatalog(store, table, pipeline.partitioner(), config.files(), kite))
                .orElseGet(() -> new KiteCatalog(store, table, pipeline.partitioner(), config.files()));
    }

    /** Before a record of the topic is decoded, for the first time or again. */
    void introduce(String topic) {
        if (adopted.add(topic)) {
            adopt(topic);
        }
    }

    /** A running schema has grown by what the table refuses; the next record must not suffer for it. */
    void beginAnew(String topic) {
        pipeline.forget(topic);
        adopt(topic);
    }

    private void adopt(String topic) {
        TableCatalog catalog = catalog(topic);
        catalog.found().ifPresent(table -> pipeline.adopt(topic, table.schema()));
        catalog.partitions().ifPresent(found -> pipeline.partitioner().adopt(topic, found));
    }
}
