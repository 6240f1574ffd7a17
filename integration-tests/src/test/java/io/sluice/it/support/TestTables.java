/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/** A table laid out as ours are, by parquet-avro alone: what every reader must make of it is known. */
public final class TestTables {

    private static final Schema FLIGHT = new Schema.Parser().parse("""
        {"type":"record","name":"Flight","fields":[
          {"name":"id","type":"long"},{"name":"origin","type":"string"},
          {"name":"delay","type":["null","int"],"default":null}]}\
        """);

    private TestTables() {}

    /**
     * Two partitions of 500 flights each: even ids start in OSL, odd ones in BER; each tenth has no delay, the others
     * have their id. Beside them a hidden directory with rows that are in no table.
     */
    public static void flights(Path table) throws IOException {
        write(table.resolve("dt=2026-11-21/hour=09/flights+0+0+499.parquet"), 0, 500);
        write(table.resolve("dt=2026-11-22/hour=10/flights+0+500+999.parquet"), 500, 1000);
        write(table.resolve(".sluice/work/0/1/half-written.parquet"), 1000, 1100);
    }

    private static void write(Path file, long from, long to) throws IOException {
        Configuration conf = new Configuration();
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        HadoopOutputFile.fromPath(path, conf))
                .withSchema(FLIGHT)
                .withConf(conf)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (long id = from; id < to; id++) {
                GenericRecord flight = new GenericData.Record(FLIGHT);
                flight.put("id", id);
                flight.put("origin", id % 2 == 0 ? "OSL" : "BER");
                flight.put("delay", id % 10 == 0 ? null : (int) id);
                writer.write(flight);
            }
        }
    }
}
