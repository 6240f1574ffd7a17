/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.peer.hive;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat;
import org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.SerDeUtils;
import org.apache.hadoop.io.ArrayWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Reads directories as a Hive query does, with the input format and the serde of a table that is {@code STORED AS PARQUET},
 * and writes what it found.
 *
 * <p>{@code HiveReads COLUMNS TYPES SPLITS (OUTPUT DIRECTORY)…} writes one line a row to OUTPUT: a JSON object. COLUMNS
 * and TYPES are Hive's, {@code a,b} and {@code int,array<string>}; a directory is read in about so many splits.
 */
public final class HiveReads {

    private HiveReads() {}

    public static void main(String[] args) throws Exception {
        for (int i = 3; i < args.length; i += 2) {
            Files.write(java.nio.file.Path.of(args[i]), rows(args[0], args[1], Integer.parseInt(args[2]), args[i + 1]));
        }
    }

    private static List<String> rows(String columns, String types, int splits, String directory)
            throws IOException, SerDeException {
        JobConf job = new JobConf();
        job.set("columns", columns);
        job.set("columns.types", types);
        job.setBoolean("hive.io.file.read.all.columns", true);
        FileInputFormat.setInputPaths(job, new Path(directory));
        Properties table = new Properties();
        table.setProperty("columns", columns);
        table.setProperty("columns.types", types);
        ParquetHiveSerDe serde = new ParquetHiveSerDe();
        serde.initialize(job, table, null);
        MapredParquetInputFormat format = new MapredParquetInputFormat();
        List<String> rows = new ArrayList<>();
        for (InputSplit split : format.getSplits(job, splits)) {
            RecordReader<NullWritable, ArrayWritable> reader = format.getRecordReader(split, job, Reporter.NULL);
            try {
                NullWritable key = reader.createKey();
                ArrayWritable value = reader.createValue();
                while (reader.next(key, value)) {
                    rows.add(SerDeUtils.getJSONString(serde.deserialize(value), serde.getObjectInspector()));
                }
            } finally {
                reader.close();
            }
        }
        return rows;
    }
}
