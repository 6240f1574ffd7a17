/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.io;

import io.sluice.schema.FingerprintSource;
import io.sluice.schema.UnknownFingerprintException;
import io.sluice.schema.avro.SingleObjectEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The schemas of a directory by their fingerprints, whatever the files are called. Looked through again when a
 * fingerprint is not known, once a second at most. Of two schemas with one fingerprint, which can differ in defaults and
 * logical types only, the one whose file comes last by name counts.
 */
final class FingerprintIndex implements FingerprintSource {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path directory;
    private Map<Long, Schema> schemas = Map.of();
    private List<String> broken = List.of();
    private long lookedAtNanos;
    private boolean looked;

    FingerprintIndex(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized Schema byFingerprint(long fingerprint) throws IOException {
        Schema known = schemas.get(fingerprint);
        if (known == null && (!looked || System.nanoTime() - lookedAtNanos >= LOOK_AGAIN_NANOS)) {
            look();
            known = schemas.get(fingerprint);
        }
        if (known == null) {
            throw new UnknownFingerprintException(String.format(
                    "no schema with the fingerprint %016x: put it into %s as an .avsc file, where there are %d now%s",
                    fingerprint,
                    directory,
                    schemas.size(),
                    broken.isEmpty() ? "" : ", beside " + broken + ", which are no schemas"));
        }
        return known;
    }

    private void look() throws IOException {
        TreeMap<Path, Schema> found = new TreeMap<>();
        TreeSet<String> unreadable = new TreeSet<>();
        for (Path file : DirectoryListing.of(directory, "*.avsc")) {
            try {
                found.put(file, new Schema.Parser().parse(Files.readString(file)));
            } catch (IOException | AvroRuntimeException e) {
                // One bad file is no reason to know none of the others; it is named when a schema is missed.
                unreadable.add(file.getFileName().toString());
            }
        }
        Map<Long, Schema> byFingerprint = new HashMap<>();
        found.values().forEach(schema -> byFingerprint.put(SingleObjectEncoding.fingerprint(schema), schema));
        schemas = byFingerprint;
        broken = new ArrayList<>(unreadable);
        lookedAtNanos = System.nanoTime();
        looked = true;
    }
}
