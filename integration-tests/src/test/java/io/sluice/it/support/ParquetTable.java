/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A table as any reader of Parquet finds it: every file below its root of which no part of the path is hidden. Knows
 * nothing of ours.
 */
public final class ParquetTable {

    private final Path root;
    private final Configuration conf;

    public ParquetTable(String root, Configuration conf) {
        this.root = new Path(root);
        this.conf = conf;
    }

    /** The visible files; none if there is no table yet. */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (FileSystem fs = FileSystem.newInstance(root.toUri(), conf)) {
            collect(fs, root, files);
        }
        return files;
    }

    private static void collect(FileSystem fs, Path directory, List<Path> files) throws IOException {
        FileStatus[] children;
        try {
            children = fs.listStatus(directory);
        } catch (FileNotFoundException e) {
            return;
        }
        for (FileStatus child : children) {
            String name = child.getPath().getName();
            if (name.startsWith(".") || name.startsWith("_")) {
                continue;
            }
            if (child.isDirectory()) {
                collect(fs, child.getPath(), files);
            } else {
                files.add(child.getPath());
            }
        }
    }

    /** Records in the table, by the footers of its files. */
    public long rowCount() throws IOException {
        long count = 0;
        for (Path file : files()) {
            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
                count += reader.getRecordCount();
            }
        }
        return count;
    }

    /** Something of each record, in no order. */
    public <T> List<T> rows(Function<GenericRecord, T> of) throws IOException {
        List<T> rows = new ArrayList<>();
        for (Path file : files()) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            HadoopInputFile.fromPath(file, conf))
                    .withConf(new Configuration(conf))
                    .build()) {
                for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                    rows.add(of.apply(row));
                }
            }
        }
        return rows;
    }
}
