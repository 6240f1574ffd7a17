/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.Sender;
import io.sluice.cli.service.Services;
import io.sluice.cli.service.Target;
import io.sluice.cli.table.ContentChecksum;
import io.sluice.cli.table.TableFile;
import io.sluice.cli.table.TableReader;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.cli.terminal.UserError;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.RecordPipeline;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The whole pipeline once: log lines in over the Kafka protocol, staged, committed as Parquet, compacted, read back, and
 * compared with what was sent.
 *
 * <p>What is sent is decoded once more on the side, by the connector's own decoder, into a checksum of its rows; the
 * table's rows, read from the files as any engine would, must give the same count and checksum.
 */
public final class Quickstart {

    private static final int PARTITIONS = 3;
    private static final int ROLLS_PER_PARTITION = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final QuickstartOptions options;
    private final Screen screen;
    private final StageTimes times = new StageTimes();

    public Quickstart(QuickstartOptions options, Screen screen) {
        this.options = options;
        this.screen = screen;
    }

    /**
     * Looks at the input, before anything is started for it.
     *
     * @throws io.sluice.cli.terminal.UserError if it cannot be read as what it is said to be
     */
    public void checkInput() throws IOException {
        try (RecordSource source = RecordSource.open(options.format(), options.input())) {
            if (source.next() == null) {
                throw new UserError("the input " + options.input() + " holds no record");
            }
        }
    }

    /**
     * Runs it on services that are up.
     *
     * @return whether the table holds each record that was sent exactly once
     */
    public boolean run(Services services) throws Exception {
        long records =
                options.records() > 0 ? options.records() : RecordSource.count(options.format(), options.input());
        Map<String, String> connector = connector(services, records);
        String topic = connector.get("topics");
        Target target = services.target();
        StorePath root = HdfsSinkConfig.parse(connector).tableRoot(topic);
        TableReader table = new TableReader(target.store(), root);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            services.connect().add(connector);
            times.next("start");

            ContentChecksum sent = send(services.bootstrapServers(), topic, connector, records);
            times.next("send");

            new CommitWatch(admin, target.store(), new TableLayout(root), topic, connector.get("name"))
                    .await(services.connect(), screen, PATIENCE);
            screen.done("commit", Quantity.count(records) + " records in Parquet, " + times.next("commit"));

            List<TableFile> before = table.files();
            CompactionReport report = Compactor.run(
                    CompactorConfig.defaults().withRenames(true), target.store(), root, CompactionListener.NONE);
            List<TableFile> after = table.files();
            screen.done("compact", before.size() + " files into " + after.size() + ", " + times.next("compact"));

            ContentChecksum read = new ContentChecksum();
            table.rows((row, file) -> {
                read.add(row);
                return true;
            });
            String time = times.next("read back");
            boolean same = sent.records() == read.records() && sent.value().equals(read.value());
            screen.done("read back", Quantity.count(read.records()) + " rows, " + time);

            new Summary(screen, root).print(before, after, report.after().deadBytes(), table, times);
            screen.blank();
            verdict(sent, read, same);
            return same && report.succeeded();
        }
    }

    private Map<String, String> connector(Services services, long records) throws IOException {
        Map<String, String> overrides = new TreeMap<>();
        // Small files on purpose, so that there is something to compact.
        overrides.put("flush.size", Long.toString(Math.max(1, records / ((long) PARTITIONS * ROLLS_PER_PARTITION))));
        overrides.put("rotate.interval.ms", "1000");
        if (options.format() == InputFormat.AVRO) {
            overrides.put("schema.directory", schemaDirectory().toString());
        }
        options.schema().ifPresent(schema -> overrides.put("value.schema.file", schema.toString()));
        return services.connector(ConfigFiles.conf(options.format().connectorFile()), overrides);
    }

    private Path schemaDirectory() throws IOException {
        Path directory = Files.createDirectories(options.data().resolve("schemas"));
        try (RecordSource source = RecordSource.open(options.format(), options.input())) {
            Files.writeString(
                    directory.resolve(RecordSource.SCHEMA_ID + ".avsc"),
                    source.schema().orElseThrow().toString());
        }
        return directory;
    }

    private ContentChecksum send(String bootstrapServers, String topic, Map<String, String> connector, long records)
            throws IOException {
        ContentChecksum checksum = new ContentChecksum();
        RecordPipeline decoder = RecordPipeline.of(HdfsSinkConfig.parse(connector));
        long bytes = 0;
        try (Sender sender = new Sender(bootstrapServers, topic, Map.of())) {
            long sent = 0;
            while (sent < records) {
                try (RecordSource source = RecordSource.open(options.format(), options.input())) {
                    for (byte[] value = source.next(); value != null && sent < records; value = source.next()) {
                        sender.send(value, acknowledged -> progress(acknowledged, records));
                        SinkRecord record = new SinkRecord(
                                topic, 0, null, null, org.apache.kafka.connect.data.Schema.BYTES_SCHEMA, value, sent);
                        decoder.process(record).ifPresent(decoded -> checksum.add(decoded.value()));
                        sent++;
                        bytes += value.length;
                    }
                }
            }
            sender.finish();
        }
        screen.done("send", Quantity.count(records) + " records, " + Quantity.bytes(bytes) + " to topic " + topic);
        return checksum;
    }

    private void progress(long acknowledged, long records) {
        if (acknowledged % 100 == 0) {
            screen.progress(
                    "send",
                    acknowledged,
                    records,
                    "sent " + Quantity.count(acknowledged) + " of " + Quantity.count(records) + " records");
        }
    }

    private void verdict(ContentChecksum sent, ContentChecksum read, boolean same) {
        screen.line("  sent  " + Quantity.count(sent.records()) + " records, checksum " + sent.value());
        screen.line("  read  " + Quantity.count(read.records()) + " records, checksum " + read.value());
        screen.line(same ? "  Every record is there, once." : "  NOT THE SAME: this is a bug, please report it.");
    }
}
