/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.Incompatibility.Kind;
import io.sluice.schema.Incompatibility.Reader;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Whether a schema may follow others: Avro's rules of schema resolution, put together to the levels of Confluent's
 * registry.
 *
 * <p>Pure.
 */
public final class Compatibility {

    private Compatibility() {}

    /**
     * What stands in the way of a new version.
     *
     * @param history the versions before it, newest last; none is compatible with all
     * @return what is wrong, the newest version's first; empty if the new schema may follow
     */
    public static List<Incompatibility> check(CompatibilityLevel level, Schema newSchema, List<Schema> history) {
        List<Incompatibility> found = new ArrayList<>();
        int oldest = level.isTransitive() ? 0 : Math.max(0, history.size() - 1);
        for (int version = history.size() - 1; version >= oldest; version--) {
            Schema old = history.get(version);
            if (level.newReadsOld()) {
                found.addAll(unreadable(newSchema, old, Reader.NEW, version));
            }
            if (level.oldReadsNew()) {
                found.addAll(unreadable(old, newSchema, Reader.OLD, version));
            }
        }
        return List.copyOf(found);
    }

    private static List<Incompatibility> unreadable(Schema reader, Schema writer, Reader which, int version) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities()
                .stream()
                .map(found -> new Incompatibility(
                        which,
                        version,
                        found.getLocation(),
                        Kind.valueOf(found.getType().name()),
                        TypeNames.of(found.getReaderFragment()),
                        TypeNames.of(found.getWriterFragment()),
                        found.getMessage()))
                .toList();
    }
}
