/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.support.SparkSql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("peers")
class SparkReadsIT {

    private static final Schema FLIGHT = new Schema.Parser()
            .parse(
                    """
            {"type":"record","name":"Flight","fields":[
              {"name":"id","type":"long"},{"name":"origin","type":"string"},
              {"name":"delay","type":["null","int"],"default":null}]}""");

    @TempDir
    Path table;

    @Test
    void countsSumsAndFiltersAPartitionedTable() throws IOException {
        write("dt=2026-11-21/hour=09/flights+0+0+499.parquet", 0, 500);
        write("dt=2026-11-22/hour=10/flights+0+500+999.parquet", 500, 1000);
        write(".sluice/work/0/1/half-written.parquet", 1000, 1100);

        List<JsonNode> rows = SparkSql.ask(
                table.toString(),
                "SELECT count(*) AS n, sum(id) AS ids, count(DISTINCT id) AS d FROM t",
                "SELECT count(*) AS n FROM t WHERE dt = '2026-11-22' AND origin = 'OSL'",
                "SELECT id, delay FROM t WHERE id IN (7, 10) ORDER BY id");

        assertThat(rows)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"n\":1000,\"ids\":499500,\"d\":1000}",
                        "{\"n\":250}",
                        "{\"id\":7,\"delay\":7}",
                        "{\"id\":10}");
    }

    private void write(String file, long from, long to) throws IOException {
        Configuration conf = new Configuration();
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(table.resolve(file).toUri());
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
