/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic for the benchmarks of the sink: {@code LoadTopic BOOTSTRAP TOPIC FORMAT RECORDS LINES SCHEMAS}. {@code
 * json} and {@code text} repeat the lines of a file; {@code avro100} and {@code avro1k} are records of about so many
 * bytes in Confluent's wire format, whose schema is left in the directory SCHEMAS as {@code 1.avsc}.
 */
public final class LoadTopic {

    private static final int DISTINCT = 50_000;

    private LoadTopic() {}

    public static void main(String[] args) throws Exception {
        String topic = args[1];
        int records = Integer.parseInt(args[3]);
        List<byte[]> values = values(args[2], Path.of(args[4]), Path.of(args[5]));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
            Set<String> there = admin.listTopics().names().get();
            if (!there.contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
        }
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", args[0],
                        "acks", "all",
                        "linger.ms", "5",
                        "batch.size", "262144",
                        "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                // A record that is lost is missed at the other end.
                var unused = producer.send(new ProducerRecord<>(topic, values.get(i % values.size())));
            }
        }
    }

    /** What is sent, over and over. */
    static List<byte[]> values(String format, Path lines, Path schemas) throws IOException {
        return switch (format) {
            case "json", "text" -> lines(lines);
            case "avro100" -> avro(20, schemas);
            case "avro1k" -> avro(930, schemas);
            default -> throw new IllegalArgumentException("no such format: " + format);
        };
    }

    private static List<byte[]> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<byte[]> avro(int padding, Path schemas) throws IOException {
        Schema schema = SchemaBuilder.record("Click")
                .fields()
                .requiredLong("id")
                .requiredLong("at")
                .requiredInt("status")
                .requiredString("user")
                .requiredString("path")
                .optionalString("referrer")
                .optionalDouble("seconds")
                .requiredString("agent")
                .endRecord();
        Files.createDirectories(schemas);
        Files.writeString(schemas.resolve("1.avsc"), schema.toString());
        Random random = new Random(7);
        List<byte[]> values = new ArrayList<>(DISTINCT);
        GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
        for (int i = 0; i < DISTINCT; i++) {
            GenericRecord click = new GenericData.Record(schema);
            click.put("id", random.nextLong());
            click.put("at", 1_700_000_000_000L + i);
            click.put("status", 200 + random.nextInt(5));
            click.put("user", "user-" + random.nextInt(100_000));
            click.put("path", "/articles/" + random.nextInt(2_000));
            click.put("referrer", random.nextBoolean() ? null : "/search");
            click.put("seconds", random.nextInt(3) == 0 ? null : random.nextDouble());
            click.put("agent", text(random, padding));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(1).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writer.write(click, encoder);
            values.add(bytes.toByteArray());
        }
        return values;
    }

    /** Letters, a quarter of them chosen: neither of one kind nor noise. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
            text.append("gent".charAt(text.length() % 4));
        }
        return text.substring(0, length);
    }
}
