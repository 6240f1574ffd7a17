/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The metadata of one table: a Kite dataset, written without Kite.
 *
 * <pre>
 * .metadata/descriptor.properties     written once, last: with it the table exists
 * .metadata/schemas/1.avsc, 2.avsc …  a number is taken by a rename that refuses an existing one: a compare-and-set
 * .metadata/schema.avsc               copy of the newest, for old Kite
 * .metadata/.tmp-…                    all that is not complete yet; Kite takes any file in schemas/ for a schema
 * </pre>
 *
 * <p>Any number of processes may create and evolve a table at the same time. An object of this class keeps what it has
 * read; schemas never change, so only {@link #refresh} can find something new. Thread-safe.
 */
public final class TableMetadata {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SCHEMA_FILE = Pattern.compile("(\\d{1,9})\\.avsc");

    private final FileStore store;
    private final TableLayout layout;
    private final TableDescriptor descriptor;
    private final Map<Integer, TableSchema> schemas = new ConcurrentHashMap<>();
    private volatile TableSchema latest;

    private TableMetadata(FileStore store, TableLayout layout, TableDescriptor descriptor, TableSchema latest) {
        this.store = store;
        this.layout = layout;
        this.descriptor = descriptor;
        this.latest = latest;
        schemas.put(latest.version(), latest);
    }

    /**
     * The metadata of a table, where it is: visible to Kite or not. Empty if there is no table, or its creation was never
     * completed.
     */
    public static Optional<TableMetadata> open(FileStore store, TableLayout layout) throws IOException {
        Optional<TableMetadata> here = openHere(store, layout);
        return here.isPresent() ? here : openHere(store, new TableLayout(layout.root(), !layout.forKite()));
    }

    private static Optional<TableMetadata> openHere(FileStore store, TableLayout layout) throws IOException {
        Optional<TableDescriptor> descriptor = readDescriptor(store, layout);
        if (descriptor.isEmpty()) {
            return Optional.empty();
        }
        int newest = newestVersion(store, layout);
        if (newest == 0) {
            throw new IOException(
                    layout.metadata() + " has a descriptor but no schemas/1.avsc: part of it was deleted");
        }
        TableSchema latest = readSchema(store, layout, newest);
        return Optional.of(new TableMetadata(store, layout, descriptor.get(), latest));
    }

    /**
     * The metadata of a table, which is created if there is none. To be repeated after a crash: it completes what was
     * begun.
     *
     * @param schema of the first records; an existing table evolves to hold it
     * @throws io.sluice.schema.IncompatibleSchemaException if the table cannot hold it, or not partitioned so
     * @throws IOException also if the table exists and is partitioned otherwise, or of another format
     */
    public static TableMetadata createIfAbsent(
            FileStore store, TableLayout layout, TableDescriptor descriptor, Schema schema) throws IOException {
        Optional<TableDescriptor> existing = readDescriptor(store, layout);
        if (existing.isPresent()) {
            requireSameLayout(existing.get(), descriptor, layout);
        }
        SchemaEvolution.requireTabular(schema);
        descriptor.partitions().requireFits(schema);
        store.makeDirectories(schemasDirectory(layout));
        int newest = newestVersion(store, layout);
        TableSchema latest = newest == 0 ? new TableSchema(1, schema) : readSchema(store, layout, newest);
        if (newest == 0 && !put(store, layout, schemaFile(layout, 1), pretty(schema))) {
            latest = readSchema(store, layout, 1);
        }
        TableMetadata table = new TableMetadata(store, layout, existing.orElse(descriptor), latest);
        TableSchema evolved = table.evolve(schema);
        table.copyNewest(evolved);
        if (existing.isPresent()
                || put(store, layout, descriptorFile(layout), new String(descriptor.toBytes(), UTF_8))) {
            return table;
        }
        TableDescriptor winner = readDescriptor(store, layout).orElse(descriptor);
        requireSameLayout(winner, descriptor, layout);
        return new TableMetadata(store, layout, winner, table.latest());
    }

    private static void requireSameLayout(TableDescriptor existing, TableDescriptor wanted, TableLayout layout)
            throws IOException {
        if (existing.format() != wanted.format()) {
            throw new IOException("the files of the table " + layout.root() + " are " + existing.format() + ", not "
                    + wanted.format() + ": a table keeps its format for life; configure it, or another directory");
        }
        if (!existing.partitions().equals(wanted.partitions())) {
            throw new IOException("the table " + layout.root() + " is partitioned by " + words(existing) + ", not by "
                    + words(wanted) + ": a table keeps its partitions for life; configure these, or another directory");
        }
    }

    private static String words(TableDescriptor descriptor) {
        String expression = descriptor.partitions().expression();
        return expression.isEmpty() ? "nothing" : expression;
    }

    public TableDescriptor descriptor() {
        return descriptor;
    }

    /** The newest schema that this object knows of. */
    public TableSchema latest() {
        return latest;
    }

    /**
     * A schema by its number.
     *
     * @throws NoSuchFileException if there is none
     */
    public TableSchema schema(int version) throws IOException {
        TableSchema known = schemas.get(version);
        if (known != null) {
            return known;
        }
        TableSchema read = readSchema(store, layout, version);
        schemas.put(version, read);
        return read;
    }

    /** Looks for schemas that others have added; the newest. */
    public TableSchema refresh() throws IOException {
        int newest = newestVersion(store, layout);
        if (newest > latest.version()) {
            advance(schema(newest));
        }
        return latest;
    }

    private synchronized void advance(TableSchema schema) {
        schemas.put(schema.version(), schema);
        if (schema.version() > latest.version()) {
            latest = schema;
        }
    }

    /**
     * Makes the table able to hold records of a schema, by the rules of {@link SchemaEvolution}. Nothing is written if it
     * is already.
     *
     * @return the schema of the table that holds them
     * @throws io.sluice.schema.IncompatibleSchemaException if it cannot; the table is as it was
     */
    public TableSchema evolve(Schema incoming) throws IOException {
        TableSchema base = latest;
        while (true) {
            Schema merged = SchemaEvolution.merge(base.schema(), incoming);
            if (SchemaFingerprint.of(merged).equals(SchemaFingerprint.of(base.schema()))) {
                return base;
            }
            descriptor.partitions().requireFits(merged);
            TableSchema next = new TableSchema(base.version() + 1, merged);
            // The commit point: one of those who try for a number gets it, the others merge with what it wrote.
            if (put(store, layout, schemaFile(layout, next.version()), pretty(merged))) {
                advance(next);
                copyNewest(next);
                return next;
            }
            base = refresh();
        }
    }

    /** Repeats itself while others add schemas, so that the last copy is of the last schema. */
    private void copyNewest(TableSchema schema) throws IOException {
        StorePath copy = layout.metadata().child("schema.avsc");
        TableSchema newest = schema;
        TableSchema copied;
        do {
            copied = newest;
            String text = pretty(copied.schema());
            if (!text.equals(readIfPresent(store, copy)
                    .map(bytes -> new String(bytes, UTF_8))
                    .orElse(null))) {
                store.replace(stage(store, layout, text), copy);
            }
            newest = refresh();
        } while (newest.version() > copied.version());
    }

    /** Writes a file whole and under a name that no one has; false if someone has. */
    private static boolean put(FileStore store, TableLayout layout, StorePath file, String content) throws IOException {
        StorePath staged = stage(store, layout, content);
        try {
            store.rename(staged, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            store.delete(staged);
            return false;
        }
    }

    private static StorePath stage(FileStore store, TableLayout layout, String content) throws IOException {
        StorePath staged = layout.metadata().child(".tmp-" + UUID.randomUUID());
        try (DurableOutput out = store.create(staged)) {
            out.write(content.getBytes(UTF_8));
        }
        return staged;
    }

    private static String pretty(Schema schema) {
        try {
            return JSON.readTree(schema.toString()).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro's JSON is no JSON", e);
        }
    }

    private static StorePath schemasDirectory(TableLayout layout) {
        return layout.metadata().child("schemas");
    }

    private static StorePath schemaFile(TableLayout layout, int version) {
        return schemasDirectory(layout).child(version + ".avsc");
    }

    private static StorePath descriptorFile(TableLayout layout) {
        return layout.metadata().child("descriptor.properties");
    }

    private static Optional<TableDescriptor> readDescriptor(FileStore store, TableLayout layout) throws IOException {
        StorePath file = descriptorFile(layout);
        Optional<byte[]> bytes = readIfPresent(store, file);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(TableDescriptor.parse(bytes.get(), file));
    }

    private static Optional<byte[]> readIfPresent(FileStore store, StorePath file) throws IOException {
        try (SeekableInput in = store.open(file)) {
            return Optional.of(in.readAllBytes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** 0 if there is none. */
    private static int newestVersion(FileStore store, TableLayout layout) throws IOException {
        int newest = 0;
        try {
            for (FileEntry entry : store.list(schemasDirectory(layout))) {
                Matcher name = SCHEMA_FILE.matcher(entry.path().name());
                if (name.matches()) {
                    newest = Math.max(newest, Integer.parseInt(name.group(1)));
                }
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return newest;
    }

    private static TableSchema readSchema(FileStore store, TableLayout layout, int version) throws IOException {
        StorePath file = schemaFile(layout, version);
        try (SeekableInput in = store.open(file)) {
            return new TableSchema(version, new Schema.Parser().parse(new String(in.readAllBytes(), UTF_8)));
        } catch (AvroRuntimeException e) {
            // Kite creates the file before it writes it.
            throw new IOException(file + " is not an Avro schema, or not complete yet: " + e.getMessage(), e);
        }
    }
}
