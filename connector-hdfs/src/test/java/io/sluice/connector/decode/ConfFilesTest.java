/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.Repository;
import io.sluice.connector.config.HdfsSinkConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** The files that users copy, on the samples that come with them. */
class ConfFilesTest {

    private final Path conf = Repository.root().resolve("conf");

    @Test
    void shouldReadEveryLineOfThePackageLogIntoTypedColumns() throws IOException {
        List<DecodedRecord> rows = decode("hdfs-sink-text.properties", lines("dpkg.log"));

        assertThat(rows).hasSize(4891);
        assertThat(rows.get(0).value())
                .hasToString("{\"time\": 1750775785000, \"action\": \"startup\", \"state\": null, \"package\": null,"
                        + " \"architecture\": null, \"installed\": null, \"available\": null,"
                        + " \"subject\": \"archives\", \"command\": \"unpack\", \"file\": null, \"decision\": null}");
        assertThat(count("action", rows))
                .containsOnly(
                        Map.entry("configure", 663L),
                        Map.entry("install", 622L),
                        Map.entry("startup", 44L),
                        Map.entry("status", 3493L),
                        Map.entry("trigproc", 28L),
                        Map.entry("upgrade", 41L));
        assertThat(count("state", rows))
                .containsEntry("half-configured", 732L)
                .containsEntry("unpacked", 1365L)
                .containsEntry("installed", 692L)
                .hasSize(6);
        assertThat(rows.stream().map(DecodedRecord::outputPartition).distinct())
                .containsExactly("dt=2025-06-24", "dt=2026-05-09", "dt=2026-05-20", "dt=2026-09-22", "dt=2026-10-16");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.value().get("package") == null)
                        .isEqualTo(row.value().get("action").equals("startup")));
    }

    @Test
    void shouldReadFlightsWithTheSchemaThatTheySuggest() throws IOException {
        List<DecodedRecord> rows = decode("hdfs-sink-json.properties", lines("flights.jsonl"));

        assertThat(rows).hasSize(2000);
        assertThat(rows.get(0).outputPartition()).isEqualTo("dt=2001-01-01");
        assertThat(rows.get(0).value().get("date")).hasToString("2001/01/01 00:47");
        assertThat(rows.get(0).value().get("delay")).isEqualTo(66L);
    }

    @Test
    void shouldReadFlightsInTheConfluentWireFormat() throws IOException {
        List<DecodedRecord> rows = decode("hdfs-sink-avro.properties", wireFormat("flights.avro"));

        assertThat(rows).hasSize(2000);
        assertThat(rows.get(0).outputPartition()).isEqualTo("dt=2001-01-01");
        assertThat(rows.get(0).value())
                .hasToString("{\"date\": 978310020000, \"delay\": 66, \"distance\": 1750,"
                        + " \"origin\": \"DTW\", \"destination\": \"LAS\"}");
    }

    @Test
    void shouldReadFlightsOfCsvAsThoseOfJson() throws IOException {
        List<DecodedRecord> rows = decode("hdfs-sink-csv.properties", lines("flights.csv"));

        assertThat(rows).hasSize(2000);
        assertThat(rows.get(0).outputPartition()).isEqualTo("dt=2001-01-01");
        assertThat(rows.get(0).value())
                .hasToString("{\"date\": 978310020000, \"delay\": 66, \"distance\": 1750,"
                        + " \"origin\": \"DTW\", \"destination\": \"LAS\", \"_partition\": 3, \"_offset\": 0}");
    }

    @Test
    void shouldReadTheLinesOfAnAccessLogThatItShows() throws IOException {
        List<byte[]> shown = Files.readAllLines(conf.resolve("hdfs-sink-access-log.properties")).stream()
                .filter(line -> line.contains(" +0100] "))
                .map(line -> line.substring("#   ".length()).getBytes(StandardCharsets.UTF_8))
                .toList();
        List<DecodedRecord> rows = decode("hdfs-sink-access-log.properties", shown);

        assertThat(rows).hasSize(2).allSatisfy(row -> {
            assertThat(row.outputPartition()).isEqualTo("dt=2026-11-22/hour=16");
            assertThat(row.value().get("_unparsed")).isNull();
        });
        assertThat(rows).extracting(row -> row.value().get("status")).containsExactly(200, 408);
        assertThat(decode("hdfs-sink-access-log.properties", List.of("something else".getBytes(StandardCharsets.UTF_8)))
                        .get(0)
                        .outputPartition())
                .isEqualTo("dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__");
    }

    private List<DecodedRecord> decode(String file, List<byte[]> values) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(conf.resolve(file))) {
            properties.load(reader);
        }
        Map<String, String> given = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> given.put(key, properties.getProperty(key)));
        // Relative to the installation, where users start it.
        given.computeIfPresent(
                "schema.directory", (key, path) -> conf.resolveSibling(path).toString());
        RecordPipeline pipeline = RecordPipeline.of(HdfsSinkConfig.parse(given));
        List<DecodedRecord> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(pipeline.process(Records.of(values.get(i), i)).orElseThrow());
        }
        return rows;
    }

    private List<byte[]> lines(String sample) throws IOException {
        return Files.readAllLines(conf.resolve("samples").resolve(sample)).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private List<byte[]> wireFormat(String sample) throws IOException {
        List<byte[]> values = new ArrayList<>();
        Path file = conf.resolve("samples").resolve(sample);
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(reader.getSchema());
            for (GenericRecord flight : reader) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.write(0);
                bytes.write(ByteBuffer.allocate(4).putInt(1).array());
                BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
                writer.write(flight, encoder);
                values.add(bytes.toByteArray());
            }
        }
        return values;
    }

    private static Map<String, Long> count(String column, List<DecodedRecord> rows) {
        return rows.stream()
                .map(row -> row.value().get(column))
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Object::toString, Collectors.counting()));
    }
}
