/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.SluiceBroker;
import io.sluice.table.kite.KiteDataset;
import io.sluice.table.kite.KiteSdk;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kite SDK itself reads the rows of a table that the pipeline wrote, from before and after its schema changed. */
class KiteReadsIT {

    private static final String TOPIC = "visits";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    @Test
    void readsEachRowThroughASchemaChange() throws Exception {
        MiniHdfs hdfs = MiniHdfs.shared();
        ParquetTable table = new ParquetTable(hdfs.uri() + "/topics/" + TOPIC, hdfs.configuration());
        try (SluiceBroker broker = new SluiceBroker("kite-broker", dir)) {
            broker.start();
            Clients.createTopic(broker.bootstrapServers(), TOPIC, 2);
            try (ConnectWorker worker =
                    ConnectWorker.embedded("kite-connect", dir, broker.bootstrapServers(), sink(hdfs))) {
                worker.start();
                send(broker, 0, 500, id -> "{\"id\":" + id + ",\"page\":\"p" + id % 7 + "\"}");
                worker.awaitRows(table, 500, TIMEOUT);
                send(broker, 500, 1000, id -> "{\"id\":" + id + ",\"page\":\"p" + id % 7 + "\",\"ms\":" + id * 2 + "}");
                worker.awaitRows(table, 1000, TIMEOUT);
            }
        }

        KiteSdk kite = KiteSdk.open(hdfs.configuration());
        String uri = "dataset:" + hdfs.uri() + "/topics/" + TOPIC;
        KiteDataset dataset = kite.load(uri);
        List<List<Object>> rows = new ArrayList<>();
        Schema schema = new Schema.Parser().parse(dataset.definition().schemaJson());
        long count = kite.scan(uri, record -> rows.add(row(decode(schema, record))));

        assertThat(dataset.definition().format()).isEqualTo("parquet");
        assertThat(schema.getFields()).extracting(Schema.Field::name).contains("id", "page", "ms");
        assertThat(count).isEqualTo(1000);
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 1000)
                        .mapToObj(id -> List.<Object>of(id, "p" + id % 7, id < 500 ? "null" : id * 2))
                        .toList());
        assertThat(kite.partitions(uri)).hasSize(2);
    }

    private Map<String, String> sink(MiniHdfs hdfs) throws IOException {
        return Map.of(
                "topics",
                TOPIC,
                "store.url",
                hdfs.uri().toString(),
                "hadoop.conf.dir",
                ConnectWorker.hadoopConfDir(dir, hdfs.configuration()).toString(),
                "value.format",
                "json",
                "flush.size",
                "100",
                "rotate.interval.ms",
                "1000");
    }

    private static void send(SluiceBroker broker, long from, long to, LongFunction<String> json) {
        Properties config = new Properties();
        config.put("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (long id = from; id < to; id++) {
                var unused = producer.send(new ProducerRecord<>(TOPIC, (int) (id % 2), null, json.apply(id)));
            }
        }
    }

    private static GenericRecord decode(Schema schema, byte[] record) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(record, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> row(GenericRecord record) {
        Object ms = record.get("ms");
        return List.of(record.get("id"), record.get("page").toString(), ms == null ? "null" : ms);
    }
}
