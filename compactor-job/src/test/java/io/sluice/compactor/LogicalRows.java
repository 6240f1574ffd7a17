/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Rows of a file as parquet-java's record reader sees them, values as what they mean rather than as what they are stored
 * as: numbers without their width, times as nanoseconds, lists without their wrappers. A null is a field that is not
 * there. Shares nothing with the code under test.
 */
final class LogicalRows {

    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final BigInteger NANOS_OF_DAY = BigInteger.valueOf(86_400_000_000_000L);

    private LogicalRows() {}

    static List<Object> of(InputFile file) throws IOException {
        List<Object> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Groups(file).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(struct(row, row.getType()));
            }
        }
        return rows;
    }

    private static final class Groups extends ParquetReader.Builder<Group> {

        Groups(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static Map<String, Object> struct(Group group, GroupType type) {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            Type field = type.getType(i);
            int count = group.getFieldRepetitionCount(i);
            if (field.isRepetition(Repetition.REPEATED)) {
                List<Object> list = new ArrayList<>();
                for (int k = 0; k < count; k++) {
                    list.add(value(group, i, k, field));
                }
                if (!list.isEmpty()) {
                    fields.put(field.getName(), list);
                }
            } else if (count > 0) {
                fields.put(field.getName(), value(group, i, 0, field));
            }
        }
        return fields;
    }

    private static Object value(Group group, int field, int index, Type type) {
        if (type.isPrimitive()) {
            return primitive(group, field, index, type.asPrimitiveType());
        }
        Group inner = group.getGroup(field, index);
        GroupType groupType = type.asGroupType();
        return groupType.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                ? list(inner, groupType)
                : struct(inner, groupType);
    }

    private static List<Object> list(Group group, GroupType type) {
        Type repeated = type.getType(0);
        boolean wrapped = !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array");
        List<Object> list = new ArrayList<>();
        for (int k = 0; k < group.getFieldRepetitionCount(0); k++) {
            if (wrapped) {
                Group entry = group.getGroup(0, k);
                Type element = repeated.asGroupType().getType(0);
                list.add(entry.getFieldRepetitionCount(0) == 0 ? "null" : value(entry, 0, 0, element));
            } else {
                list.add(value(group, 0, k, repeated));
            }
        }
        return list;
    }

    private static Object primitive(Group group, int field, int index, PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, index);
            case FLOAT -> real(group.getFloat(field, index));
            case DOUBLE -> real(group.getDouble(field, index));
            case INT32 -> number(group.getInteger(field, index), Integer.SIZE, meaning);
            case INT64 -> number(group.getLong(field, index), Long.SIZE, meaning);
            case INT96 -> instant(group.getInt96(field, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(group.getBinary(field, index), meaning);
        };
    }

    /** A whole number reads the same as a double of its value. */
    private static Object real(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53 && (value != 0 || 1 / value > 0);
        return whole ? new BigDecimal(value).setScale(0) : "double " + Double.doubleToRawLongBits(value);
    }

    private static Object number(long stored, int width, LogicalTypeAnnotation meaning) {
        BigInteger number = BigInteger.valueOf(stored);
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(number, decimal.getScale());
        } else if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return (timestamp.isAdjustedToUTC() ? "instant " : "local ") + nanos(number, timestamp.getUnit());
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return "time " + nanos(number, time.getUnit());
        } else if (meaning instanceof IntLogicalTypeAnnotation whole && !whole.isSigned() && stored < 0) {
            return new BigDecimal(number.add(BigInteger.ONE.shiftLeft(width)));
        }
        return new BigDecimal(number);
    }

    private static BigInteger nanos(BigInteger number, TimeUnit unit) {
        return number.multiply(BigInteger.valueOf(
                switch (unit) {
                    case MILLIS -> 1_000_000;
                    case MICROS -> 1_000;
                    case NANOS -> 1;
                }));
    }

    private static Object instant(Binary value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
        BigInteger nanos = BigInteger.valueOf(bytes.getLong());
        long day = (long) bytes.getInt() - JULIAN_DAY_OF_EPOCH;
        return "instant " + BigInteger.valueOf(day).multiply(NANOS_OF_DAY).add(nanos);
    }

    private static Object bytes(Binary value, LogicalTypeAnnotation meaning) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale());
        }
        // Text or not: bytes are what is to stay.
        return "0x" + HexFormat.of().formatHex(value.getBytes());
    }
}
