/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.connect.ConnectValues.Cell;
import io.sluice.schema.BoundedMemory;
import io.sluice.schema.resolution.Resolution;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;

/**
 * One object for a field that versions of a struct have in common: so what hundreds of versions that take turns need stays
 * in the processor's caches. Not thread-safe.
 */
final class SharedFields {

    private static final int MOST_FIELDS = 10_000;

    private final BoundedMemory<Key, Target> targets = BoundedMemory.ofEqual(MOST_FIELDS);

    /** What a target follows from. */
    private record Key(Field field, int position, Schema writer, Schema reader) {}

    /** A field of the struct's, where the rows have it, and what it becomes there. */
    record Target(Field field, int position, Cell cell) {}

    Target target(Field field, int position, Resolution resolution) {
        Key key = new Key(field, position, resolution.writer(), resolution.reader());
        Target known = targets.get(key);
        return known == null
                ? targets.put(key, new Target(field, position, Cell.of(field.name(), field.schema(), resolution)))
                : known;
    }
}
