/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.Incompatibility.Reader;
import io.sluice.schema.resolution.Mismatches;
import io.sluice.schema.resolution.Resolution;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Whether a schema may follow others: Avro's rules of schema resolution, put together to the levels of Confluent's
 * registry. The verdict is that of Avro's own {@code SchemaCompatibility}, which Confluent's registry asks, but that it
 * also looks at logical types: a field of milliseconds does not become one of microseconds, nor a decimal one of another
 * scale. A logical type that is put on a plain type, or taken from one, passes.
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
        return Mismatches.of(Resolution.of(writer, reader)).stream()
                .map(at ->
                        new Incompatibility(which, version, at.path().text(), at.kind(), at.expected(), at.written()))
                .toList();
    }
}
