/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A checksum of a set of records, whatever their order, files, or version of the schema: fields count by name, an
 * absent field is a null one, and a number is its value whether int, long or double.
 *
 * <p>Records that occur twice count twice. Not thread-safe.
 */
public final class ContentChecksum {

    private final MessageDigest digest;
    private long records;
    private long sum;
    private long mixed;

    public ContentChecksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public void add(IndexedRecord row) {
        StringBuilder text = new StringBuilder(256);
        append(text, row);
        byte[] hash = digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer words = ByteBuffer.wrap(hash);
        long first = words.getLong();
        records++;
        // Two sums with different weights: swapping contents between records does not go unnoticed.
        sum += first;
        mixed += first * words.getLong();
    }

    public long records() {
        return records;
    }

    /** Count and content in one word; equal for equal sets of records. */
    public String value() {
        return String.format(Locale.ROOT, "%016x%016x", sum, mixed);
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof IndexedRecord row) {
            appendRecord(out, row);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else if (value instanceof Collection<?> list) {
            out.append('[');
            for (Object element : list) {
                append(out, element);
                out.append(',');
            }
            out.append(']');
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            out.append('x').append(HexFormat.of().formatHex(copy));
        } else if (value instanceof GenericFixed fixed) {
            out.append('x').append(HexFormat.of().formatHex(fixed.bytes()));
        } else if (value instanceof Number number) {
            appendNumber(out, number);
        } else if (value == null || value instanceof Boolean) {
            out.append(value);
        } else {
            // Strings and enum symbols
            out.append('"').append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""));
            out.append('"');
        }
    }

    private static void appendRecord(StringBuilder out, IndexedRecord row) {
        List<Schema.Field> fields = row.getSchema().getFields();
        Map<String, Object> present = new TreeMap<>();
        for (Schema.Field field : fields) {
            Object value = row.get(field.pos());
            if (value != null) {
                present.put(field.name(), value);
            }
        }
        appendMap(out, present);
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                sorted.put(key.toString(), value);
            }
        });
        out.append('{');
        sorted.forEach((key, value) -> {
            out.append(key).append('=');
            append(out, value);
            out.append(',');
        });
        out.append('}');
    }

    private static void appendNumber(StringBuilder out, Number number) {
        double value = number.doubleValue();
        if (number instanceof Long || number instanceof Integer) {
            out.append(number.longValue());
        } else if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append(value);
        } else {
            BigDecimal exact = number instanceof BigDecimal decimal ? decimal : new BigDecimal(value);
            out.append(exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString());
        }
    }
}
