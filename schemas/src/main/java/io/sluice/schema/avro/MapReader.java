/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads a map; of two values of one key the later counts. */
final class MapReader implements ValueReader {

    private final int entryBytes;
    private final ValueReader value;

    MapReader(Schema writer, ValueReader value) {
        this.entryBytes = 1 + MinimumBytes.of(writer.getValueType());
        this.value = value;
    }

    @Override
    public Map<Utf8, @Nullable Object> read(AvroInput in) {
        try {
            int count = in.readBlock(entryBytes);
            Map<Utf8, @Nullable Object> map = new HashMap<>(count * 4 / 3 + 1);
            while (count > 0) {
                for (int i = 0; i < count; i++) {
                    map.put(in.readString(), value.read(in));
                }
                count = in.readBlock(entryBytes);
            }
            return map;
        } catch (UnreadableValueException e) {
            throw e.inValues();
        }
    }
}
