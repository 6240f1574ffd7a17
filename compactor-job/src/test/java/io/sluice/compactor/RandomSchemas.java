/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;

/** Avro record schemas of every type and nesting, the same for the same seed. */
final class RandomSchemas {

    private static final int MAX_DEPTH = 3;

    private final Random random;
    private int names;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    Schema record() {
        return record(0);
    }

    private Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(depth == 0 ? 8 : 3);
        for (int i = 0; i < count; i++) {
            fields.add(new Schema.Field("f" + i, type(depth + 1), null, (Object) null));
        }
        return Schema.createRecord("R" + names++, null, "t", false, fields);
    }

    private Schema type(int depth) {
        Schema type = bare(depth);
        return random.nextInt(3) == 0 ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type;
    }

    private Schema bare(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 13 : 9)) {
            case 0 -> Schema.create(Schema.Type.INT);
            case 1 -> Schema.create(Schema.Type.LONG);
            case 2 -> Schema.create(Schema.Type.FLOAT);
            case 3 -> Schema.create(Schema.Type.DOUBLE);
            case 4 -> Schema.create(Schema.Type.BOOLEAN);
            case 5 -> Schema.create(Schema.Type.BYTES);
            case 6 -> Schema.createFixed("F" + names++, null, "t", 5);
            case 7 -> Schema.createEnum("E" + names++, null, "t", List.of("A", "B", "C"));
            case 8, 9 -> Schema.create(Schema.Type.STRING);
            case 10 -> Schema.createArray(type(depth + 1));
            case 11 -> Schema.createMap(type(depth + 1));
            default -> record(depth + 1);
        };
    }
}
