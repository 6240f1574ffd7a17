/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.merge.BloomFilters;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.compactor.swap.ParkedSources;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.FileStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code compact TABLE}: the compactor's command line. Exit codes: 0 done, 1 a merge or the run failed or a file was
 * left out of its merge, 2 usage. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = {
            "Merges the small files of a table into large ones.",
            "A listing shows the old files or the merged one, never the rows of both (on HDFS). A query that lists in the"
                    + " few calls before the swap and asks for a file's length anew after it can read rows twice.",
            "What a run that is killed leaves half done is taken back by the next one, or completed if it was committed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:a merge failed, or a file was left out of one; the rest is done",
            "2:wrong usage"
        })
public final class CompactCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "TABLE",
            description = "A table: its directory as a path or URI, or its name below --topics-dir.")
    private String table = "";

    @Option(
            names = "--fs",
            paramLabel = "URI",
            description = "File system of the table, such as hdfs://namenode:8020 or file:///."
                    + " Default: that of TABLE, else fs.defaultFS of the Hadoop configuration.")
    private String fileSystem = "";

    @Option(
            names = "--topics-dir",
            paramLabel = "DIR",
            defaultValue = "topics",
            description = "Directory of the tables, below --fs: the connector's topics.dir. Default: ${DEFAULT-VALUE}.")
    private String topicsDirectory = "topics";

    @Option(
            names = "--row-group-size",
            paramLabel = "SIZE",
            defaultValue = "128MiB",
            converter = Size.class,
            description = "Row groups are joined up to this size, compressed. Default: ${DEFAULT-VALUE}.")
    private long rowGroupBytes;

    @Option(
            names = "--verify",
            paramLabel = "full|sampled|none",
            defaultValue = "full",
            converter = VerificationName.class,
            description = "How much of a merged file is compared with its inputs before it replaces them: every value,"
                    + " every value of an eighth of the row groups, or schema and rows. Default: ${DEFAULT-VALUE}.")
    private Verification verification = Verification.FULL;

    @Option(
            names = "--bloom-filters",
            paramLabel = "rebuild|drop",
            defaultValue = "rebuild",
            converter = BloomFiltersName.class,
            description =
                    "What becomes of bloom filters where row groups are put together: a column of which an input has"
                            + " one gets one of all values, or there are none. Row groups that stay as they are keep theirs."
                            + " Default: ${DEFAULT-VALUE}.")
    private BloomFilters bloomFilters = BloomFilters.REBUILD;

    @Option(
            names = "--avro",
            description = "Take Avro data files (*.avro) for files of the table too: they become Parquet.")
    private boolean avro;

    @Option(
            names = "--allow-renames",
            description =
                    "Where files cannot be replaced in one step, exchange the directory for another one, on a local disk of"
                            + " Linux, or else hide them one by one and then show the merged one. Who lists the"
                            + " partition meanwhile can lack rows.")
    private boolean allowRenames;

    @Option(
            names = "--reclaim-delay",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "How long dead bytes stay after a merge: as long as the longest query."
                    + " Default: ${DEFAULT-VALUE}, a day.")
    private long reclaimDelaySeconds;

    @Option(
            names = "--clean",
            description =
                    "Merge nothing: finish or take back what is half done, delete what was left behind, reclaim dead"
                            + " bytes.")
    private boolean cleanOnly;

    @Option(
            names = "--parked",
            paramLabel = "restore|drop",
            converter = ParkedSourcesName.class,
            description =
                    "With --clean: what becomes of files that a merge has hidden, and whose merged file was deleted"
                            + " before they were. restore gives them their names back, drop deletes them. Default: they stay"
                            + " hidden, and each run tells of them.")
    private ParkedSources parked = ParkedSources.KEEP;

    @Option(names = "--dry-run", description = "Print the plan, or what --clean would do; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--columns",
            description =
                    "With --dry-run: print which way the chunks of each column would take, and why. Reads all footers"
                            + " of the plan once more.")
    private boolean columns;

    @Mixin
    private PlanFlags plan = new PlanFlags();

    @Mixin
    private RowFlags rows = new RowFlags();

    @Mixin
    private EngineFlags engine = new EngineFlags();

    @Spec
    private CommandSpec spec;

    /** Reads {@code 128MiB}. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return ByteSize.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code full}. */
    static final class VerificationName implements ITypeConverter<Verification> {
        @Override
        public Verification convert(String value) {
            try {
                return Verification.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is none of full, sampled, none");
            }
        }
    }

    /** Reads {@code drop}. */
    static final class BloomFiltersName implements ITypeConverter<BloomFilters> {
        @Override
        public BloomFilters convert(String value) {
            try {
                return BloomFilters.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is none of rebuild, drop");
            }
        }
    }

    /** Reads {@code restore}. */
    static final class ParkedSourcesName implements ITypeConverter<ParkedSources> {
        @Override
        public ParkedSources convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "restore" -> ParkedSources.RESTORE;
                case "drop" -> ParkedSources.DROP;
                default -> throw new TypeConversionException("'" + value + "' is none of restore, drop");
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        CompactorConfig config = config();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        URI location = location();
        try (FileStore store = FileStores.open(location, new Configuration())) {
            StorePath root = FileStores.path(location);
            ConsoleProgress progress =
                    new ConsoleProgress(out, config.plan().targetBytes(), onTerminal(), System::nanoTime);
            if (cleanOnly) {
                out.print(CleanTable.of(Compactor.clean(config, store, root, parked, progress), dryRun));
                out.flush();
                return 0;
            }
            CompactionReport report = Compactor.run(config, store, root, progress);
            if (dryRun && columns) {
                out.print(PlanColumns.of(report.plan(), config, store, root));
            }
            if (dryRun) {
                out.println("dry run: nothing was changed");
            } else {
                out.print(ReportTable.of(report));
            }
            out.flush();
            return report.succeeded() ? 0 : 1;
        } catch (NoSuchFileException e) {
            err.println("compact: " + e.getMessage());
            return 1;
        } catch (IOException | IllegalArgumentException e) {
            err.println("compact " + location + ": " + e.getMessage());
            return 1;
        }
    }

    /** Whether a line can be written over: the same question as whether there is colour. */
    private static boolean onTerminal() {
        return Ansi.AUTO.enabled();
    }

    private CompactorConfig config() {
        if (parked != ParkedSources.KEEP && !cleanOnly) {
            throw new ParameterException(spec.commandLine(), "--parked goes with --clean");
        }
        try {
            CompactorConfig config = CompactorConfig.defaults()
                    .withPlan(plan.plan())
                    .withRowGroupBytes(rowGroupBytes)
                    .withResources(engine.resources())
                    .withRenames(allowRenames)
                    .withAvro(avro)
                    .withReclaimDelayMs(Duration.ofSeconds(reclaimDelaySeconds).toMillis())
                    .withVerification(verification)
                    .withBloomFilters(bloomFilters)
                    .withRewrite(rows.rewrite());
            return dryRun ? config.asDryRun() : config;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** A URI says it all; a path is on {@code --fs}; a bare name is below the topics directory. */
    private URI location() {
        try {
            if (URI.create(table).getScheme() != null) {
                return URI.create(table);
            }
            boolean absolute = table.startsWith("/");
            if (!absolute && table.contains("/")) {
                return Path.of(table).toAbsolutePath().normalize().toUri();
            }
            URI base = fileSystem.isEmpty() ? FileSystem.getDefaultUri(new Configuration()) : URI.create(fileSystem);
            if (absolute) {
                return base.resolve(table);
            }
            StorePath topics = topicsDirectory.startsWith("/")
                    ? new StorePath(topicsDirectory)
                    : FileStores.path(base).child(topicsDirectory);
            return base.resolve(topics.child(table).value());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "not a table: " + table + " (" + e.getMessage() + ")");
        }
    }
}
