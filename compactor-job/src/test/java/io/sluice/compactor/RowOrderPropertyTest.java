/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.rows.Deduplication;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Random files of random schemas, sorted by random columns, with and without duplicates, in next to no memory: held
 * against a list of the same rows, as a merge without any of it has them, sorted by Java with Parquet's own comparators.
 */
class RowOrderPropertyTest {

    private static final long LITTLE_MEMORY = 64 << 10;

    private final List<Path> directories = new ArrayList<>();
    private final LocalFileStore store = new LocalFileStore();

    /** A row to compare with others, and what it means. */
    private record Row(Group group, Object meaning) {}

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void rowsAreSortedAndWhole(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path plain = directory();
        Path sorted = directory();
        RandomParquet parquet = new RandomParquet(random);
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            Path file = plain.resolve("f" + i + ".parquet");
            parquet.write(file, 1 + random.nextInt(300));
            Files.copy(file, sorted.resolve(file.getFileName()));
        }
        List<Row> rows = rows(merge(plain, Rewrite.NONE));
        List<ColumnDescriptor> columns = sortable(plain);
        if (columns.isEmpty()) {
            return;
        }
        Optional<Deduplication> deduplication = random.nextBoolean() ? duplicates(columns, random) : Optional.empty();
        Optional<RowOrder> order = deduplication.isEmpty() || random.nextBoolean()
                ? Optional.of(order(columns, random))
                : Optional.empty();
        SortSpace space = random.nextBoolean() ? new SortSpace(LITTLE_MEMORY, sorted) : SortSpace.DEFAULT;

        Path file = merge(sorted, new Rewrite(deduplication, order, space));

        assertThat(FileValidator.validate(store, List.of(new StorePath(file.toString()))))
                .isEmpty();
        List<Row> expected = deduplication.map(d -> unique(d, rows)).orElse(rows);
        List<Object> found = rows(file).stream().map(Row::meaning).toList();
        if (order.isPresent() && order.get() instanceof RowOrder.ZOrder) {
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(
                            expected.stream().map(Row::meaning).toList());
            return;
        }
        List<Row> inOrder = new ArrayList<>(expected);
        order.ifPresent(o -> inOrder.sort(comparator(o.columns())));
        assertThat(found).isEqualTo(inOrder.stream().map(Row::meaning).toList());
    }

    private Path directory() throws IOException {
        Path directory = Files.createTempDirectory("rows");
        directories.add(directory);
        return directory;
    }

    private Path merge(Path directory, Rewrite rewrite) throws IOException {
        StorePath root = new StorePath(directory.toString());
        CompactorConfig config = CompactorConfig.defaults()
                .withRenames(true)
                .withRowGroupBytes(20_000)
                .withRewrite(rewrite);
        CompactionReport report = Compactor.run(config, store, root, CompactionListener.NONE);
        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        assertThat(report.before().rows() - report.after().rows())
                .isEqualTo(report.results().get(0).removedRows());
        assertThat(Compactor.run(config, store, root, CompactionListener.NONE)
                        .plan()
                        .isEmpty())
                .isTrue();
        return Path.of(new TestTable(store, root).files().get(0).path().value());
    }

    private InputFile input(Path file) throws IOException {
        return ParquetFiles.input(
                store, store.status(new StorePath(file.toString())).orElseThrow());
    }

    private List<Row> rows(Path file) throws IOException {
        List<Object> meanings = LogicalRows.of(input(file));
        List<Row> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Groups(input(file)).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(new Row(row, meanings.get(rows.size())));
            }
        }
        return rows;
    }

    private static final class Groups extends ParquetReader.Builder<Group> {

        Groups(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    /** Leaves that have one value in a row; of INT96 Parquet has no order to compare with. */
    private List<ColumnDescriptor> sortable(Path directory) throws IOException {
        Path file = Path.of(new TestTable(store, new StorePath(directory.toString()))
                .files()
                .get(0)
                .path()
                .value());
        MessageType schema =
                ParquetReading.footer(input(file)).getFileMetaData().getSchema();
        return schema.getColumns().stream()
                .filter(c -> c.getMaxRepetitionLevel() == 0)
                .filter(c -> c.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.INT96)
                .toList();
    }

    private static List<String> some(List<ColumnDescriptor> columns, Random random) {
        List<String> paths = new ArrayList<>(
                columns.stream().map(c -> String.join(".", c.getPath())).toList());
        Collections.shuffle(paths, random);
        return paths.subList(0, 1 + random.nextInt(Math.min(3, paths.size())));
    }

    private static RowOrder order(List<ColumnDescriptor> columns, Random random) {
        List<String> paths = some(columns, random);
        return random.nextInt(4) == 0
                ? RowOrder.ZOrder.by(paths)
                : new RowOrder.Linear(paths.stream()
                        .map(p -> new SortColumn(p, random.nextBoolean(), random.nextBoolean()))
                        .toList());
    }

    private static Optional<Deduplication> duplicates(List<ColumnDescriptor> columns, Random random) {
        return Optional.of(new Deduplication(
                some(columns, random),
                random.nextBoolean() ? Optional.of(some(columns, random).get(0)) : Optional.empty()));
    }

    private static List<Row> unique(Deduplication deduplication, List<Row> rows) {
        Map<Row, Row> latest = new TreeMap<>(ascending(deduplication.keys()));
        for (Row row : rows) {
            latest.merge(
                    row,
                    row,
                    (before, now) -> deduplication
                                    .latestBy()
                                    .filter(column -> ascending(List.of(column)).compare(before, now) > 0)
                                    .isPresent()
                            ? before
                            : now);
        }
        return List.copyOf(latest.values());
    }

    private static Comparator<Row> ascending(List<String> paths) {
        return comparator(
                paths.stream().map(p -> new SortColumn(p, false, true)).toList());
    }

    private static Comparator<Row> comparator(List<SortColumn> columns) {
        return columns.stream()
                .<Comparator<Row>>map(column -> (a, b) -> compare(a.group(), b.group(), column))
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static int compare(Group a, Group b, SortColumn column) {
        String[] path = column.path().split("\\.");
        Group first = parent(a, path);
        Group second = parent(b, path);
        String name = path[path.length - 1];
        boolean there = first != null && first.getFieldRepetitionCount(name) > 0;
        boolean thereToo = second != null && second.getFieldRepetitionCount(name) > 0;
        if (!there || !thereToo) {
            return there == thereToo ? 0 : there == column.nullsFirst() ? 1 : -1;
        }
        int compared = compareValues(first, second, name);
        return column.descending() ? -compared : compared;
    }

    private static Group parent(Group row, String[] path) {
        Group group = row;
        for (int i = 0; i < path.length - 1; i++) {
            if (group.getFieldRepetitionCount(path[i]) == 0) {
                return null;
            }
            group = group.getGroup(path[i], 0);
        }
        return group;
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Group a, Group b, String name) {
        Type type = a.getType().getType(name);
        PrimitiveComparator<?> comparator = type.asPrimitiveType().comparator();
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> comparator.compare(a.getBoolean(name, 0), b.getBoolean(name, 0));
            case INT32 -> comparator.compare(a.getInteger(name, 0), b.getInteger(name, 0));
            case INT64 -> comparator.compare(a.getLong(name, 0), b.getLong(name, 0));
            case FLOAT -> Float.compare(a.getFloat(name, 0), b.getFloat(name, 0));
            case DOUBLE -> Double.compare(a.getDouble(name, 0), b.getDouble(name, 0));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                ((PrimitiveComparator<org.apache.parquet.io.api.Binary>) comparator)
                        .compare(a.getBinary(name, 0), b.getBinary(name, 0));
        };
    }

    @AfterProperty
    void removeFiles() throws IOException {
        for (Path directory : directories) {
            TestTable.delete(directory);
        }
        directories.clear();
    }
}
