/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * Writes files of flights as a connector does: columns of few values (airports, carriers), of many (tail numbers,
 * bookings), times, numbers, nulls, a list and a record in a record.
 */
public final class FlightFiles {

    static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type":"record","name":"Flight","fields":[
              {"name":"id","type":"long"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"carrier","type":{"type":"enum","name":"Carrier","symbols":["AA","DL","UA","WN","B6","AS"]}},
              {"name":"tail","type":"string"},
              {"name":"origin","type":"string"},
              {"name":"destination","type":"string"},
              {"name":"distance","type":"int"},
              {"name":"delay","type":["null","int"],"default":null},
              {"name":"cancelled","type":"boolean"},
              {"name":"fuel","type":"double"},
              {"name":"booking","type":"string"},
              {"name":"ticket","type":"string"},
              {"name":"remark","type":["null","string"],"default":null},
              {"name":"crew","type":{"type":"array","items":"string"}},
              {"name":"position","type":["null",{"type":"record","name":"Position","fields":[
                {"name":"lat","type":"float"},{"name":"lon","type":"float"}]}],"default":null}
            ]}
            """);

    /** More than any file has: each is one row group. */
    private static final long ROW_GROUP_BYTES = 1L << 30;

    private static final int AIRPORTS = 320;
    private static final int TAILS = 6_000;
    private static final int CREW = 2_000;
    private static final long FIRST_MS = 1_700_000_000_000L;

    private FlightFiles() {}

    /** {@code FlightFiles DIRECTORY FILES ROWS_PER_FILE [CODEC]}. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int files = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        CompressionCodecName codec = CompressionCodecName.valueOf(args.length > 3 ? args[3] : "SNAPPY");
        Files.createDirectories(directory);
        for (int file = 0; file < files; file++) {
            write(directory.resolve(String.format("flights+0+%012d.parquet", (long) file * rows)), file, rows, codec);
        }
    }

    private static void write(Path file, int number, int rows, CompressionCodecName codec) throws IOException {
        Random random = new Random(number);
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(SCHEMA)
                .withDataModel(GenericData.get())
                .withConf(lists)
                .withCompressionCodec(codec)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build()) {
            for (int row = 0; row < rows; row++) {
                writer.write(flight(random, (long) number * rows + row));
            }
        }
    }

    static GenericRecord flight(Random random, long id) {
        GenericRecord flight = new GenericData.Record(SCHEMA);
        int origin = airport(random);
        int destination = airport(random);
        flight.put("id", id);
        flight.put("at", FIRST_MS + id * 40 + random.nextInt(1000));
        Schema carrier = SCHEMA.getField("carrier").schema();
        flight.put(
                "carrier",
                new GenericData.EnumSymbol(carrier, carrier.getEnumSymbols().get(random.nextInt(6))));
        flight.put("tail", "N" + (10_000 + random.nextInt(TAILS)) + "XY");
        flight.put("origin", airportName(origin));
        flight.put("destination", airportName(destination));
        flight.put("distance", 100 + Math.abs(origin - destination) * 9);
        flight.put("delay", random.nextInt(5) == 0 ? null : random.nextInt(180) - 20);
        flight.put("cancelled", random.nextInt(50) == 0);
        flight.put("fuel", random.nextDouble() * 20_000);
        flight.put("booking", Long.toString(random.nextLong(), 36));
        flight.put("ticket", Long.toString(random.nextLong(), 36) + Long.toString(random.nextLong(), 36));
        flight.put("remark", random.nextInt(20) == 0 ? "remark of flight " + id : null);
        List<String> crew = new GenericData.Array<>(4, SCHEMA.getField("crew").schema());
        for (int n = random.nextInt(4); n > 0; n--) {
            crew.add("C" + random.nextInt(CREW));
        }
        flight.put("crew", crew);
        if (random.nextInt(10) != 0) {
            GenericRecord position = new GenericData.Record(
                    SCHEMA.getField("position").schema().getTypes().get(1));
            position.put("lat", 25 + random.nextFloat() * 24);
            position.put("lon", -124 + random.nextFloat() * 58);
            flight.put("position", position);
        }
        return flight;
    }

    /** Few airports have most of the flights. */
    private static int airport(Random random) {
        double x = random.nextDouble();
        return (int) (x * x * x * AIRPORTS);
    }

    private static String airportName(int number) {
        char[] name = new char[3];
        int rest = number * 7919 % 17_576;
        for (int i = 0; i < name.length; i++) {
            name[i] = (char) ('A' + rest % 26);
            rest /= 26;
        }
        return new String(name);
    }

    /** The files of a directory, in order. */
    static List<Path> in(Path directory) throws IOException {
        try (var found = Files.list(directory)) {
            return new ArrayList<>(found.filter(f -> f.toString().endsWith(".parquet"))
                    .sorted()
                    .toList());
        }
    }
}
