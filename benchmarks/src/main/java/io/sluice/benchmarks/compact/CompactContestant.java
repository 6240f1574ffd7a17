/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.compactor.run.Resources;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.rewrite.ParquetRewriter;
import org.apache.parquet.hadoop.rewrite.RewriteOptions;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Merges a directory of files by one way, and prints one line: seconds, CPU seconds of the whole process, MB/s of input,
 * files, row groups and peak heap after collection. One run a process, JVM start not counted in the seconds but in the CPU seconds.
 *
 * <p>{@code CompactContestant (cp|append|rewriter|sluice|sluice-unverified) INPUTS OUTPUT}; Sluice swaps in place, so
 * that its INPUTS are used up.
 */
public final class CompactContestant {

    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private CompactContestant() {}

    public static void main(String[] args) throws IOException {
        String way = args[0];
        Path inputs = Path.of(args[1]);
        Path output = Path.of(args[2]);
        Files.createDirectories(output);
        List<Path> files = FlightFiles.in(inputs);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        long start = System.nanoTime();
        Path result =
                switch (way) {
                    case "cp" -> copy(files, output.resolve("cp.bin"));
                    case "append" -> append(files, output.resolve("append.parquet"));
                    case "rewriter" -> rewrite(files, output.resolve("rewriter.parquet"));
                    case "sluice" -> compact(inputs, Verification.FULL);
                    case "sluice-unverified" -> compact(inputs, Verification.NONE);
                    default -> throw new IllegalArgumentException("no such way: " + way);
                };
        double seconds = (System.nanoTime() - start) / NANOS;
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                Locale.ROOT,
                "%-18s %7.2f s %7.2f cpu-s %7.1f MB/s %6d files %7.1f MB in %7.1f MB out %4d MB heap%n",
                way,
                seconds,
                system.getProcessCpuTime() / NANOS,
                bytes / MEGA / seconds,
                files.size(),
                bytes / MEGA,
                size(result) / MEGA,
                peakHeapMegabytes());
    }

    private static long size(Path result) throws IOException {
        if (Files.isRegularFile(result)) {
            return Files.size(result);
        }
        long bytes = 0;
        for (Path file : FlightFiles.in(result)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static long peakHeapMegabytes() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes >> 20;
    }

    private static Path copy(List<Path> files, Path output) throws IOException {
        try (FileChannel out = FileChannel.open(
                output, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (Path file : files) {
                try (FileChannel in = FileChannel.open(file)) {
                    long size = in.size();
                    for (long at = 0; at < size; ) {
                        at += in.transferTo(at, size - at, out);
                    }
                }
            }
            out.force(true);
        }
        return output;
    }

    private static Path append(List<Path> files, Path output) throws IOException {
        Files.deleteIfExists(output);
        MessageType schema;
        try (ParquetFileReader first = ParquetFileReader.open(input(files.get(0)))) {
            schema = first.getFileMetaData().getSchema();
        }
        try (ParquetFileWriter writer = new ParquetFileWriter(
                new LocalOutputFile(output),
                schema,
                ParquetFileWriter.Mode.CREATE,
                128L << 20,
                0,
                null,
                ParquetProperties.builder().build())) {
            writer.start();
            for (Path file : files) {
                writer.appendFile(input(file));
            }
            writer.end(java.util.Map.of());
        }
        return output;
    }

    /** Through Hadoop's file system, as users have it: parquet-java's own local input reads byte by byte. */
    private static InputFile input(Path file) throws IOException {
        return HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.conf.Configuration());
    }

    private static List<InputFile> inputs(List<Path> files) throws IOException {
        List<InputFile> inputs = new ArrayList<>();
        for (Path file : files) {
            inputs.add(input(file));
        }
        return inputs;
    }

    private static Path rewrite(List<Path> files, Path output) throws IOException {
        Files.deleteIfExists(output);
        List<InputFile> inputs = inputs(files);
        RewriteOptions options = new RewriteOptions.Builder(
                        new PlainParquetConfiguration(), inputs, new LocalOutputFile(output))
                .build();
        try (ParquetRewriter rewriter = new ParquetRewriter(options)) {
            rewriter.processBlocks();
        }
        return output;
    }

    private static Path compact(Path inputs, Verification verification) throws IOException {
        CompactorConfig config = CompactorConfig.defaults()
                .withRenames(true)
                .withVerification(verification)
                .withResources(Resources.ofMachine());
        CompactionReport report = Compactor.run(
                config,
                new LocalFileStore(),
                new StorePath(inputs.toAbsolutePath().toString()),
                CompactionListener.NONE);
        if (!report.succeeded()) {
            throw new IOException("not merged: " + report.results());
        }
        return inputs;
    }
}
