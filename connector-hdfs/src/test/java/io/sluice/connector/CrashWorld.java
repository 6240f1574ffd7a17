/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.ManualClock;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.CommitChain;
import io.sluice.table.CommitManifest;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic, a table on HDFS, and the tasks that come and go in between. Background work is done at once, in the caller's thread. */
final class CrashWorld implements AutoCloseable {

    static final String TOPIC = "events";

    /** Longer than any batch may stay open. */
    private static final long FOR_EVER_MS = 10 * 60_000;

    private final Map<TopicPartition, Topic> topics;
    private final Map<TopicPartition, Long> groupOffsets = new ConcurrentHashMap<>();
    private final ManualClock clock = new ManualClock();
    private final List<FileStore> clients = new ArrayList<>();
    private final Disk disk;
    private final FileStore observer;
    private final StorePath directory;
    private final Map<String, String> settings;

    /** Where the table is. */
    interface Disk {

        Disk HDFS = new Disk() {
            @Override
            public String uri() {
                return MiniHdfs.shared().uri().toString();
            }

            @Override
            public FileStore client() throws IOException {
                Configuration configuration = MiniHdfs.shared().configuration();
                // On a busy machine a block is reported late.
                configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 12);
                return HadoopFileStore.open(MiniHdfs.shared().uri(), configuration);
            }

            @Override
            public StorePath newDirectory() throws IOException {
                return MiniHdfs.shared().newDirectory(CrashWorld.class);
            }
        };

        Disk LOCAL = new Disk() {
            @Override
            public String uri() {
                return "file://";
            }

            @Override
            public FileStore client() {
                return new LocalFileStore();
            }

            @Override
            public StorePath newDirectory() throws IOException {
                return new StorePath(Files.createTempDirectory("sluice-crash").toString());
            }
        };

        String uri();

        FileStore client() throws IOException;

        StorePath newDirectory() throws IOException;
    }

    CrashWorld(Disk disk, Map<TopicPartition, Topic> topics, int flushSize) throws IOException {
        this(disk, topics, flushSize, (a, b) -> Integer.compare(a.partition(), b.partition()));
    }

    CrashWorld(Disk disk, Map<TopicPartition, Topic> topics, int flushSize, Comparator<TopicPartition> order)
            throws IOException {
        this.disk = disk;
        this.topics = new TreeMap<>(order);
        this.topics.putAll(topics);
        this.directory = disk.newDirectory();
        this.observer = disk.client();
        this.settings = settings(flushSize);
    }

    Collection<TopicPartition> partitions() {
        return topics.keySet();
    }

    /** What the consumer group has committed. */
    OptionalLong groupOffset(TopicPartition partition) {
        Long offset = groupOffsets.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** The group's offsets are lost. */
    void forgetGroup() {
        groupOffsets.clear();
    }

    /** Somebody puts the group back, in all its partitions. */
    void rewindGroup(Random random) {
        groupOffsets.replaceAll((partition, offset) -> (long) random.nextInt((int) (offset + 1)));
    }

    StorePath directory() {
        return directory;
    }

    void advance(long ms) {
        clock.advance(ms);
    }

    /** Another process with a task, and its own client of HDFS. */
    MiniWorker worker(UnaryOperator<FileStore> around) throws IOException {
        FileStore client = disk.client();
        clients.add(client);
        FileStore store = around.apply(client);
        HdfsSinkTask task = new HdfsSinkTask(
                config -> new TaskEnvironment(store, clock, new Background(Runnable::run, Runnable::run)));
        return new MiniWorker(task, settings, topics, groupOffsets).start();
    }

    /** Another setting for the tasks to come; null for none. */
    CrashWorld setting(String key, @Nullable String value) {
        if (value == null) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }
        return this;
    }

    private Map<String, String> settings(int flushSize) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("name", "sink"),
                Map.entry("store.url", disk.uri() + directory.value()),
                Map.entry("topics.dir", "topics"),
                Map.entry("flush.size", Integer.toString(flushSize)),
                Map.entry("rotate.interval.ms", "60000"),
                Map.entry("sync.interval.ms", "100"),
                Map.entry("retry.backoff.ms", "10"),
                Map.entry("behavior.on.null.values", "ignore"),
                Map.entry("partitioner.class", "FieldPartitioner"),
                Map.entry("partition.field.name", "bucket")));
    }

    /** A healthy task takes all partitions, gets to the end of the topic and commits everything. */
    void finish() throws IOException {
        MiniWorker worker = worker(store -> store);
        worker.assign(partitions());
        for (int round = 0; round < 300 && !(round > 2 && worker.caughtUp() && nothingInWork()); round++) {
            worker.poll(1_000);
            // A busy machine may trouble even this one: then it recovers and needs more rounds.
            advance(worker.caughtUp() ? FOR_EVER_MS : 20);
        }
        worker.stop();
    }

    FileStore observer() {
        return observer;
    }

    TableReader table() {
        return new TableReader(observer, directory.child("topics").child(TOPIC));
    }

    boolean nothingInWork() throws IOException {
        return table().allFiles(table().root().child(".sluice/work")).isEmpty();
    }

    /** Each record is in the table once, in its directory; the chains have no hole; no work is left. */
    void verify() throws IOException {
        TableReader table = table();
        StorePath root = table.root();
        List<String> expected = new ArrayList<>();
        for (Topic topic : topics.values()) {
            topic.records().values().stream()
                    .filter(record -> record.value() != null)
                    .map(EventRecords::expected)
                    .forEach(expected::add);
        }
        List<String> found = new ArrayList<>();
        for (TableReader.Row row : table.rows()) {
            found.add(EventRecords.found(row.value()));
            assertThat(row.file().parent().name())
                    .isEqualTo("bucket=" + row.value().get("bucket"));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);

        TableLayout layout = new TableLayout(root);
        List<StorePath> committed = new ArrayList<>();
        for (TopicPartition partition : partitions()) {
            long rows = 0;
            for (CommitManifest link :
                    CommitChain.load(observer, layout, partition.partition()).readAll(observer)) {
                rows += link.rows();
                link.files().forEach(file -> committed.add(root.child(file.path())));
            }
            assertThat(rows)
                    .isEqualTo(topics.get(partition).records().values().stream()
                            .filter(record -> record.value() != null)
                            .count());
        }
        assertThat(table.files()).as("files in commits").containsExactlyInAnyOrderElementsOf(committed);
        assertThat(nothingInWork()).as("nothing is left behind").isTrue();
        for (FileEntry leaf : observer.list(root)) {
            assertThat(leaf.path().hidden() || !observer.list(leaf.path()).isEmpty())
                    .as("an empty directory hides a table from Kite: %s", leaf.path())
                    .isTrue();
        }
    }

    @Override
    public void close() throws IOException {
        for (FileStore client : clients) {
            client.close();
        }
        observer.delete(directory);
        observer.close();
    }
}
