/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.RealCluster;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.FileStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsAdmin;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task, with its own threads, on an HDFS with all that shops have switched on. */
class RealHdfsIT {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final String POLICY = "XOR-2-1-1024k";

    @TempDir
    private static Path temp;

    private static RealCluster cluster;
    private static DistributedFileSystem admin;

    private final Topic topic = new Topic();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = RealCluster.start(temp);
        admin = cluster.admin();
        admin.enableErasureCodingPolicy(POLICY);
    }

    @AfterAll
    static void stop() throws IOException {
        if (admin != null) {
            admin.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(String path) {
        return new org.apache.hadoop.fs.Path(path);
    }

    private MiniWorker worker(String storeUrl, String... settings) {
        Map<String, String> config = new HashMap<>(cluster.connectorSettings());
        config.put("name", "sink");
        config.put("store.url", storeUrl);
        config.put("topics.dir", "topics");
        config.put("flush.size", "20");
        config.put("sync.interval.ms", "1");
        config.put("retry.backoff.ms", "50");
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        MiniWorker worker = new MiniWorker(new HdfsSinkTask(), config, Map.of(EVENTS, topic), committed).start();
        worker.assign(List.of(EVENTS));
        return worker;
    }

    private void fill(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            topic.add(EventRecords.record(EVENTS, offset, 0, "b"));
        }
    }

    /** Polls until so many rows are visible, then compares each. */
    private void awaitRows(MiniWorker worker, String storeUrl, int rows) throws IOException {
        try (FileStore store = FileStores.open(URI.create(storeUrl), cluster.configuration())) {
            TableReader table = table(store, storeUrl);
            // A NameNode that is failed over ends threads of its own with exceptions; they are not the worker's.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> {
                        worker.poll(7);
                        assertThat(store.status(table.root())).isPresent();
                        assertThat(table.rows()).hasSize(rows);
                    });
            assertThat(table.rows())
                    .extracting(row -> EventRecords.found(row.value()))
                    .containsExactlyElementsOf(topic.records().headMap((long) rows).values().stream()
                            .map(EventRecords::expected)
                            .toList());
        }
    }

    private static TableReader table(FileStore store, String storeUrl) {
        return new TableReader(store, new StorePath(URI.create(storeUrl).getPath() + "/topics/events"));
    }

    private static List<FileStatus> files(String storeUrl, boolean hidden) throws IOException {
        try (FileStore store = FileStores.open(URI.create(storeUrl), cluster.configuration())) {
            TableReader table = table(store, storeUrl);
            List<StorePath> paths = hidden ? table.allFiles(table.root().child(".sluice/work")) : table.files();
            List<FileStatus> files = new java.util.ArrayList<>();
            for (StorePath path : paths) {
                files.add(admin.getFileStatus(hadoop(path.value())));
            }
            return files;
        }
    }

    @Test
    void theNameserviceFailsOverWhileRecordsComeIn() throws IOException {
        String url = cluster.uri() + "/ha";
        fill(0, 60);
        MiniWorker worker = worker(url);
        for (int round = 0; round < 4; round++) {
            worker.poll(5);
        }
        cluster.failOver();
        awaitRows(worker, url, 60);
        fill(60, 80);
        cluster.failOver();
        awaitRows(worker, url, 80);
        worker.stop();
    }

    @Test
    void inSafeModeItWaitsAndLosesNothing() throws IOException {
        String url = cluster.uri() + "/safe";
        fill(0, 50);
        MiniWorker worker = worker(url);
        awaitRows(worker, url, 40);
        worker.commit();
        admin.setSafeMode(SafeModeAction.ENTER, false);
        try {
            fill(50, 100);
            for (int round = 0; round < 10; round++) {
                worker.poll(7);
                worker.commit();
            }
            assertThat(committed.get(EVENTS)).as("nothing is acknowledged").isLessThanOrEqualTo(50L);
        } finally {
            admin.setSafeMode(SafeModeAction.LEAVE, false);
        }
        awaitRows(worker, url, 100);
        worker.stop();
    }

    @Test
    void overQuotaItWaitsAndLosesNothing() throws IOException {
        String url = cluster.uri() + "/quota";
        org.apache.hadoop.fs.Path directory = hadoop("/quota");
        admin.mkdirs(directory);
        fill(0, 50);
        MiniWorker worker = worker(url);
        awaitRows(worker, url, 40);
        // Of names, then of space: neither a file nor a block can be added.
        for (boolean names : new boolean[] {true, false}) {
            long used = names
                    ? admin.getContentSummary(directory).getFileCount()
                            + admin.getContentSummary(directory).getDirectoryCount()
                    : 1;
            admin.setQuota(
                    directory,
                    names ? used : HdfsConstants.QUOTA_DONT_SET,
                    names ? HdfsConstants.QUOTA_DONT_SET : used);
            long from = topic.records().size();
            fill(from, from + 50);
            for (int round = 0; round < 10; round++) {
                worker.poll(7);
                worker.commit();
            }
            admin.setQuota(
                    directory,
                    names ? HdfsConstants.QUOTA_RESET : HdfsConstants.QUOTA_DONT_SET,
                    names ? HdfsConstants.QUOTA_DONT_SET : HdfsConstants.QUOTA_RESET);
            awaitRows(worker, url, (int) (from + 50) / 20 * 20);
        }
        worker.stop();
    }

    @Test
    void theUmaskHolds() throws IOException {
        String url = cluster.uri() + "/umask";
        fill(0, 20);
        MiniWorker worker = worker(url, "hadoop.fs.permissions.umask-mode", "027");
        awaitRows(worker, url, 20);
        FileStatus file = files(url, false).get(0);
        assertThat(file.getPermission()).isEqualTo(new FsPermission("640"));
        assertThat(admin.getFileStatus(file.getPath().getParent()).getPermission())
                .isEqualTo(new FsPermission("750"));
        assertThat(admin.getFileStatus(hadoop("/umask/topics/events/.sluice")).getPermission())
                .isEqualTo(new FsPermission("750"));
        worker.stop();
    }

    @Test
    void tablesMayBeInAnEncryptionZone() throws IOException {
        String url = cluster.uri() + "/zone";
        admin.mkdirs(hadoop("/zone"));
        new HdfsAdmin(URI.create(cluster.uri()), cluster.configuration())
                .createEncryptionZone(
                        hadoop("/zone"),
                        RealCluster.KEY,
                        java.util.EnumSet.noneOf(org.apache.hadoop.hdfs.client.CreateEncryptionZoneFlag.class));
        fill(0, 25);
        MiniWorker worker = worker(url);
        awaitRows(worker, url, 20);
        assertThat(files(url, false)).allMatch(FileStatus::isEncrypted);
        assertThat(files(url, true)).isNotEmpty().allMatch(FileStatus::isEncrypted);
        worker.stop();
        MiniWorker next = worker(url, "rotate.interval.ms", "1");
        awaitRows(next, url, 25);
        next.stop();
    }

    @Test
    void stagingIsReplicatedWhereFilesAreErasureCoded() throws IOException {
        String url = cluster.uri() + "/coded";
        admin.mkdirs(hadoop("/coded"));
        admin.setErasureCodingPolicy(hadoop("/coded"), POLICY);
        fill(0, 25);
        MiniWorker worker = worker(url);
        awaitRows(worker, url, 20);
        assertThat(files(url, false)).isNotEmpty().allMatch(FileStatus::isErasureCoded);
        assertThat(files(url, true))
                .as("an erasure coded stream cannot be synced")
                .isNotEmpty()
                .noneMatch(FileStatus::isErasureCoded);
        worker.stop();
        // What is staged is there for the next owner, which only a sync can promise.
        MiniWorker next = worker(url, "rotate.interval.ms", "1");
        awaitRows(next, url, 25);
        next.stop();
    }

    @Test
    void tablesMayBeBehindAMountTable() throws IOException {
        admin.mkdirs(hadoop("/mounted"));
        String url = "viewfs://lake/lake";
        fill(0, 40);
        MiniWorker worker = worker(url);
        awaitRows(worker, url, 40);
        assertThat(admin.listStatus(hadoop("/mounted/topics/events/partition=0")))
                .hasSize(2);
        worker.stop();
    }
}
