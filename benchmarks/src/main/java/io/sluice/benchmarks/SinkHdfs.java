/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import io.sluice.cli.service.EmbeddedHdfs;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * An HDFS in a process of its own, for sinks to write to and compactors to merge in: {@code SinkHdfs DIRECTORY}. Says
 * where it is, then obeys {@code await KIND DIRECTORY RECORDS}, and answers {@code committed BYTES}, of Parquet, once all
 * the records of a topic of one partition are for readers to see there; {@code put LOCAL_DIRECTORY DIRECTORY}, which copies
 * files; and {@code delete DIRECTORY}.
 */
public final class SinkHdfs {

    private static final long POLL_MS = 50;

    private final FileSystem files;

    private SinkHdfs(FileSystem files) {
        this.files = files;
    }

    public static void main(String[] args) throws Exception {
        EmbeddedHdfs hdfs = EmbeddedHdfs.start(Path.of(args[0]), 0);
        try (FileSystem files = FileSystem.get(hdfs.uri(), new Configuration());
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(hdfs.uri());
            SinkHdfs self = new SinkHdfs(files);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(self.obey(command.split(" ")));
            }
        }
        System.exit(0);
    }

    private String obey(String[] command) throws IOException, InterruptedException {
        return switch (command[0]) {
            case "await" -> await(command[1], new org.apache.hadoop.fs.Path(command[2]), Long.parseLong(command[3]));
            case "put" -> put(Path.of(command[1]), new org.apache.hadoop.fs.Path(command[2]));
            case "delete" -> "deleted " + files.delete(new org.apache.hadoop.fs.Path(command[1]), true);
            default -> throw new IllegalArgumentException("no such command: " + command[0]);
        };
    }

    private String put(Path from, org.apache.hadoop.fs.Path to) throws IOException {
        files.mkdirs(to);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path file : all) {
                files.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), to);
            }
        }
        return "put " + files.getContentSummary(to).getLength();
    }

    private String await(String kind, org.apache.hadoop.fs.Path directory, long records)
            throws IOException, InterruptedException {
        while (!committed(kind, directory, records)) {
            Thread.sleep(POLL_MS);
        }
        return "committed " + parquetBytes(directory);
    }

    private boolean committed(String kind, org.apache.hadoop.fs.Path directory, long records) throws IOException {
        return switch (kind) {
            // The name of the last file ends with the last offset.
            case "sluice" -> exists(directory, String.format(Locale.ROOT, "+%010d.parquet", records - 1));
            // The first batch has all: it is in the log once it is done.
            case "spark" -> files.exists(new org.apache.hadoop.fs.Path(directory, "table/_spark_metadata/0"));
            case "iceberg" -> snapshotHas(directory, records);
            default -> throw new IllegalArgumentException("no such kind of sink: " + kind);
        };
    }

    private boolean exists(org.apache.hadoop.fs.Path directory, String suffix) throws IOException {
        RemoteIterator<LocatedFileStatus> all = listing(directory);
        while (all != null && all.hasNext()) {
            String path = all.next().getPath().toString();
            if (path.endsWith(suffix) && !path.contains("/.")) {
                return true;
            }
        }
        return false;
    }

    private boolean snapshotHas(org.apache.hadoop.fs.Path directory, long records) throws IOException {
        RemoteIterator<LocatedFileStatus> all = listing(directory);
        while (all != null && all.hasNext()) {
            LocatedFileStatus file = all.next();
            if (file.getPath().getName().endsWith(".metadata.json")
                    && text(file).contains("\"total-records\" : \"" + records + "\"")) {
                return true;
            }
        }
        return false;
    }

    private String text(FileStatus file) throws IOException {
        try (FSDataInputStream in = files.open(file.getPath())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\"\\s*:\\s*\"", "\" : \"");
        }
    }

    private long parquetBytes(org.apache.hadoop.fs.Path directory) throws IOException {
        long bytes = 0;
        RemoteIterator<LocatedFileStatus> all = listing(directory);
        while (all != null && all.hasNext()) {
            LocatedFileStatus file = all.next();
            bytes += file.getPath().getName().endsWith(".parquet") ? file.getLen() : 0;
        }
        return bytes;
    }

    private RemoteIterator<LocatedFileStatus> listing(org.apache.hadoop.fs.Path directory) throws IOException {
        try {
            return files.listFiles(directory, true);
        } catch (FileNotFoundException e) {
            return null;
        }
    }
}
