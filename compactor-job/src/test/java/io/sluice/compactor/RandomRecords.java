/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Records of any schema, the same for the same seed: with nulls, empty lists, extremes, and repeated values. */
public final class RandomRecords {

    private static final int WORDS = 20;

    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    public List<GenericRecord> records(Schema schema, int count) {
        List<GenericRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add((GenericRecord) value(schema));
        }
        return records;
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                schema.getFields().forEach(f -> record.put(f.pos(), value(f.schema())));
                yield record;
            }
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> {
                List<Object> list = new GenericData.Array<>(3, schema);
                for (int n = random.nextInt(4); n > 0; n--) {
                    list.add(value(schema.getElementType()));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    map.put(new Utf8("key-" + n), value(schema.getValueType()));
                }
                yield map;
            }
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case FIXED -> {
                byte[] bytes = new byte[schema.getFixedSize()];
                random.nextBytes(bytes);
                yield new GenericData.Fixed(schema, bytes);
            }
            case STRING -> new Utf8(word());
            case BYTES ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal
                        ? ByteBuffer.wrap(BigInteger.valueOf(random.nextInt()).toByteArray())
                        : ByteBuffer.wrap(word().getBytes(StandardCharsets.UTF_8));
            case INT ->
                switch (random.nextInt(6)) {
                    case 0 -> Integer.MIN_VALUE;
                    case 1 -> Integer.MAX_VALUE;
                    default -> random.nextInt(1000);
                };
            case LONG ->
                switch (random.nextInt(6)) {
                    case 0 -> Long.MIN_VALUE;
                    case 1 -> Long.MAX_VALUE;
                    default -> random.nextLong();
                };
            case FLOAT ->
                switch (random.nextInt(6)) {
                    case 0 -> Float.NaN;
                    case 1 -> -0.0f;
                    default -> random.nextFloat();
                };
            case DOUBLE ->
                switch (random.nextInt(6)) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.NEGATIVE_INFINITY;
                    default -> random.nextDouble();
                };
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
        };
    }

    private String word() {
        return random.nextInt(10) == 0 ? "" : "wörd-" + random.nextInt(WORDS);
    }

    /** A record as plain maps, lists and texts: equal for two readers' ways of holding the same value. */
    public static Object plain(Object value) {
        if (value instanceof IndexedRecord record) {
            Map<String, Object> fields = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(f -> fields.put(f.name(), plain(record.get(f.pos()))));
            return fields;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(k.toString(), plain(v)));
            return sorted;
        } else if (value instanceof java.util.Collection<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(v -> plain.add(plain(v)));
            return plain;
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return new BigInteger(1, copy).toString(16) + "/" + copy.length;
        } else if (value instanceof GenericFixed fixed) {
            return new BigInteger(1, fixed.bytes()).toString(16);
        } else if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) {
            return value.toString();
        }
        return value;
    }

    public static List<Object> plain(List<GenericRecord> records) {
        List<Object> plain = new ArrayList<>();
        records.forEach(r -> plain.add(plain((Object) r)));
        return plain;
    }
}
