/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.compactor.run.Resources;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
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
 * Merges a directory of files by one way, and prints one line: seconds, CPU seconds of the whole process, of which so many
 * of the JIT compiler, MB/s and files/s of input, bytes, and the peaks of the parts of the heap, added up. One run a process, JVM start not counted in
 * the seconds but in the CPU seconds.
 *
 * <p>{@code CompactContestant (cp|append|rewriter|sluice|sluice-unverified) INPUTS OUTPUT [TARGET_BYTES]}; Sluice swaps in
 * place, so that its INPUTS are used up. They can be in HDFS too, for Sluice.
 */
public final class CompactContestant {

    private static final double NANOS = 1e9;
    /** A second, of which /proc counts hundredths; and where, behind a thread's name. */
    private static final double TICKS = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final double MEGA = 1e6;
    private static final long GIGA = 1L << 30;

    /** One for all files: each would read its XML again. */
    private static final Configuration HADOOP = new Configuration();

    private CompactContestant() {}

    /** What there is to merge, or what has become of it. */
    private record Size(long files, long bytes) {

        static Size ofLocal(Path path) throws IOException {
            if (Files.isRegularFile(path)) {
                return new Size(1, Files.size(path));
            }
            long bytes = 0;
            List<Path> files = FlightFiles.in(path);
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new Size(files.size(), bytes);
        }
    }

    public static void main(String[] args) throws IOException {
        String way = args[0];
        long target = args.length > 3 ? Long.parseLong(args[3]) : GIGA;
        if (args[1].startsWith("hdfs:")) {
            inHdfs(way, URI.create(args[1]), target);
            return;
        }
        Path inputs = Path.of(args[1]);
        Path output = Path.of(args[2]);
        Files.createDirectories(output);
        List<Path> files = FlightFiles.in(inputs);
        Size before = Size.ofLocal(inputs);
        long start = System.nanoTime();
        Path result =
                switch (way) {
                    case "cp" -> copy(files, output.resolve("cp.bin"));
                    case "append" -> append(files, output.resolve("append.parquet"));
                    case "rewriter" -> rewrite(files, output.resolve("rewriter.parquet"));
                    default -> {
                        StorePath table = new StorePath(inputs.toAbsolutePath().toString());
                        compact(new LocalFileStore(), table, verification(way), target);
                        yield inputs;
                    }
                };
        tell(way, System.nanoTime() - start, before, Size.ofLocal(result));
    }

    private static void inHdfs(String way, URI inputs, long target) throws IOException {
        StorePath table = new StorePath(inputs.getPath());
        long start = System.nanoTime();
        try (FileStore store = HadoopFileStore.open(inputs, HADOOP)) {
            CompactionReport report = compact(store, table, verification(way), target);
            tell(way, System.nanoTime() - start, size(report.before()), size(report.after()));
        }
    }

    private static Size size(CompactionReport.TableSize size) {
        return new Size(size.files(), size.bytes());
    }

    private static void tell(String way, long nanos, Size before, Size after) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double seconds = nanos / NANOS;
        double cpu = system.getProcessCpuTime() / NANOS;
        System.out.printf(
                Locale.ROOT,
                "%-18s %7.2f s %7.2f cpu-s %6.2f of-JIT %7.1f MB/s %7.1f MB/cpu-s %7.0f files/s %7.0f files/cpu-s %6d files"
                        + " %7.1f MB in %6d files %7.1f MB out %4d MB heap%n",
                way,
                seconds,
                cpu,
                jitSeconds(),
                before.bytes() / MEGA / seconds,
                before.bytes() / MEGA / cpu,
                before.files() / seconds,
                before.files() / cpu,
                before.files(),
                before.bytes() / MEGA,
                after.files(),
                after.bytes() / MEGA,
                peakHeapMegabytes());
    }

    /** CPU seconds of the threads that compile. */
    private static double jitSeconds() {
        double seconds = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler")) {
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    seconds += (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS;
                }
            }
        } catch (IOException e) {
            // Not on Linux, or a thread that has just ended.
            return Double.NaN;
        }
        return seconds;
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
        return HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), HADOOP);
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

    private static Verification verification(String way) {
        return switch (way) {
            case "sluice" -> Verification.FULL;
            case "sluice-unverified" -> Verification.NONE;
            default -> throw new IllegalArgumentException("no such way: " + way);
        };
    }

    private static CompactionReport compact(FileStore store, StorePath table, Verification verification, long target)
            throws IOException {
        CompactorConfig config = CompactorConfig.defaults()
                .withRenames(true)
                .withTargetBytes(target)
                .withVerification(verification)
                .withResources(Resources.ofMachine());
        CompactionReport report = Compactor.run(config, store, table, CompactionListener.NONE);
        if (!report.succeeded()) {
            throw new IOException("not merged: " + report.results());
        }
        return report;
    }
}
