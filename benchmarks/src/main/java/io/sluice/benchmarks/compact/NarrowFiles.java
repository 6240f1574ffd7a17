/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes files whose columns a merge has to write anew, value by value: all but the last file have narrower types than
 * the last one. No column has a dictionary.
 */
public final class NarrowFiles {

    private static final MessageType NARROW = MessageTypeParser.parseMessageType("""
            message Measure {
              required int32 sensor;
              optional int32 count;
              required float value;
              required int32 price (DECIMAL(9,2));
              required int64 at (TIMESTAMP(MILLIS,true));
              required int96 seen;
            }
            """);

    private static final MessageType WIDE = MessageTypeParser.parseMessageType("""
            message Measure {
              required int64 sensor;
              optional int64 count;
              required double value;
              required int64 price (DECIMAL(18,2));
              required int64 at (TIMESTAMP(MICROS,true));
              required int64 seen (TIMESTAMP(MICROS,true));
            }
            """);

    private static final int INT96_BYTES = 12;
    private static final int JULIAN_DAY = 2_460_000;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long FIRST_MS = 1_700_000_000_000L;

    private NarrowFiles() {}

    /** {@code NarrowFiles DIRECTORY FILES ROWS_PER_FILE}. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        int files = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        for (int file = 0; file < files; file++) {
            write(
                    directory.resolve(String.format("measures+0+%012d.parquet", (long) file * rows)),
                    file + 1 < files,
                    rows,
                    new Random(file));
        }
    }

    private static void write(Path file, boolean narrow, int rows, Random random) throws IOException {
        MessageType schema = narrow ? NARROW : WIDE;
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withDictionaryEncoding(false)
                .build()) {
            SimpleGroupFactory groups = new SimpleGroupFactory(schema);
            for (int row = 0; row < rows; row++) {
                Group group = groups.newGroup();
                if (narrow) {
                    narrow(group, row, random);
                } else {
                    wide(group, row, random);
                }
                writer.write(group);
            }
        }
    }

    private static void narrow(Group group, int row, Random random) {
        group.add("sensor", random.nextInt(100_000));
        if (random.nextInt(10) != 0) {
            group.add("count", random.nextInt());
        }
        group.add("value", random.nextFloat());
        group.add("price", random.nextInt(100_000_000));
        group.add("at", FIRST_MS + row);
        ByteBuffer seen = ByteBuffer.allocate(INT96_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        seen.putLong(random.nextLong(DAY_MICROS) * 1_000).putInt(JULIAN_DAY);
        group.add("seen", Binary.fromConstantByteArray(seen.array()));
    }

    private static void wide(Group group, int row, Random random) {
        group.add("sensor", random.nextLong());
        if (random.nextInt(10) != 0) {
            group.add("count", random.nextLong());
        }
        group.add("value", random.nextDouble());
        group.add("price", random.nextLong(1_000_000_000_000L));
        group.add("at", (FIRST_MS + row) * 1_000 + random.nextInt(1_000));
        group.add("seen", FIRST_MS * 1_000 + random.nextLong(DAY_MICROS));
    }
}
