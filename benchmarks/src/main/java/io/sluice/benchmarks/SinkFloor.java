/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.RecordPipeline;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * What a sink cannot do without: {@code SinkFloor decode|write FORMAT RECORDS LINES SCHEMAS SETTINGS}, the last a file of the connector's keys. {@code decode}
 * makes rows of the values that {@link LoadTopic} sends; {@code write} makes Parquet of rows that are in memory, with
 * parquet-java's own writer, and throws it away. Prints the CPU seconds of the whole process, as of all its threads, since
 * its main began.
 */
public final class SinkFloor {

    private static final int MILLION = 1_000_000;

    private SinkFloor() {}

    public static void main(String[] args) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<byte[]> values = LoadTopic.values(args[1], Path.of(args[3]), Path.of(args[4]));
        int records = Integer.parseInt(args[2]);
        Map<String, String> settings = new HashMap<>(Map.of("store.url", "file:///", "flush.size", "1"));
        Properties given = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[5]))) {
            given.load(file);
        }
        given.forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
        RecordPipeline pipeline = RecordPipeline.of(HdfsSinkConfig.parse(settings));
        long begun;
        if (args[0].equals("decode")) {
            begun = system.getProcessCpuTime();
            for (int i = 0; i < records; i++) {
                decode(pipeline, values.get(i % values.size()), i);
            }
        } else {
            List<GenericRecord> rows = new ArrayList<>();
            for (byte[] value : values) {
                rows.add(decode(pipeline, value, rows.size()));
            }
            begun = system.getProcessCpuTime();
            write(rows, records);
        }
        double seconds = (system.getProcessCpuTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "floor      %-8s %s: %.0f records/cpu-s, %.2f cpu-s/million%n",
                args[1],
                args[0],
                records / seconds,
                seconds * MILLION / records);
    }

    private static GenericRecord decode(RecordPipeline pipeline, byte[] value, long offset) {
        GenericRecord row = pipeline.process(
                        new SinkRecord("events", 0, null, null, Schema.BYTES_SCHEMA, value, offset))
                .orElseThrow()
                .value();
        // What was only looked through is decoded now.
        row.get(0);
        return row;
    }

    private static void write(List<GenericRecord> rows, int records) throws IOException {
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new Nowhere())
                .withSchema(rows.get(0).getSchema())
                .withDataModel(GenericData.get())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (int i = 0; i < records; i++) {
                writer.write(rows.get(i % rows.size()));
            }
        }
    }

    private static final class Nowhere implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) {
                    position++;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    position += length;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
