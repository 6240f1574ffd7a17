/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.io;

import io.sluice.schema.FingerprintSource;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.UnknownSchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schemas as files of a local directory, {@code 17.avsc} or {@code 17-flights.avsc}, read when first asked for; by their
 * fingerprints they are found whatever the files are called. A file
 * that is put there later is found; one that was read is not read again, since an id means one schema for ever. An id
 * that is not there is looked for once a second at most, so that a topic full of them does not wear out the disk.
 *
 * <p>Thread-safe.
 */
public final class AvscDirectory implements SchemaSource, FingerprintSource {

    private static final Pattern NAME = Pattern.compile("(\\d{1,10})(-.*)?\\.avsc");
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_MISSES = 10_000;

    private final Path directory;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, Long> missedAtNanos = new ConcurrentHashMap<>();
    private final FingerprintIndex fingerprints;

    private AvscDirectory(Path directory) {
        this.directory = directory;
        this.fingerprints = new FingerprintIndex(directory);
    }

    /**
     * Opens a directory.
     *
     * @throws IOException if it cannot be read
     */
    public static AvscDirectory open(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "the directory of schemas does not exist");
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " is to be the directory of schemas, and is a file");
        }
        return new AvscDirectory(directory);
    }

    @Override
    public Schema byId(int id) throws IOException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        if (missedJustNow(id)) {
            throw unknown(id);
        }
        Path file = find(id);
        if (file == null) {
            remember(id);
            throw unknown(id);
        }
        Schema schema = parse(file);
        missedAtNanos.remove(id);
        Schema first = schemas.putIfAbsent(id, schema);
        return first == null ? schema : first;
    }

    @Override
    public Schema byFingerprint(long fingerprint) throws IOException {
        return fingerprints.byFingerprint(fingerprint);
    }

    private boolean missedJustNow(int id) {
        Long missed = missedAtNanos.get(id);
        return missed != null && System.nanoTime() - missed < LOOK_AGAIN_NANOS;
    }

    private void remember(int missing) {
        if (missedAtNanos.size() >= MOST_MISSES) {
            missedAtNanos.clear();
        }
        missedAtNanos.put(missing, System.nanoTime());
    }

    private UnknownSchemaException unknown(int id) {
        return new UnknownSchemaException(id, "no schema " + id + ": put it into " + directory + " as " + id + ".avsc");
    }

    private @Nullable Path find(int id) throws IOException {
        Path found = null;
        for (Path file : DirectoryListing.of(directory, id + "*.avsc")) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && Long.parseLong(name.group(1)) == id) {
                if (found != null) {
                    throw new IOException(
                            "two files have schema " + id + ": " + found + " and " + file + "; remove one");
                }
                found = file;
            }
        }
        return found;
    }

    private static Schema parse(Path file) throws IOException {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (AvroRuntimeException e) {
            throw new IOException(file + " is not an Avro schema: " + e.getMessage(), e);
        }
    }
}
