/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The fewest bytes that a value of a schema takes. */
final class MinimumBytes {

    private static final int MANY = 1 << 20;

    private final Map<String, Integer> records = new HashMap<>();

    private MinimumBytes() {}

    static int of(Schema schema) {
        return new MinimumBytes().bytes(schema);
    }

    private int bytes(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FIXED -> Math.min(MANY, schema.getFixedSize());
            case RECORD -> record(schema);
            case UNION ->
                1 + schema.getTypes().stream().mapToInt(this::bytes).min().orElse(0);
            default -> 1;
        };
    }

    /** A record within itself counts for nothing: there is always a smaller value, or none at all. */
    private int record(Schema schema) {
        Integer known = records.putIfAbsent(schema.getFullName(), 0);
        if (known != null) {
            return known;
        }
        long sum = schema.getFields().stream()
                .mapToLong(field -> bytes(field.schema()))
                .sum();
        int bytes = (int) Math.min(MANY, sum);
        records.put(schema.getFullName(), bytes);
        return bytes;
    }
}
