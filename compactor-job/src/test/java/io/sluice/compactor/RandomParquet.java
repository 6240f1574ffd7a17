/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Files of one table by writers that do not agree on much: the columns mean the same in all, and are stored as ever. */
final class RandomParquet {

    private static final int COLUMNS = 6;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.SNAPPY,
        CompressionCodecName.UNCOMPRESSED,
        CompressionCodecName.ZSTD,
        CompressionCodecName.GZIP,
        CompressionCodecName.LZ4_RAW
    };

    private enum Kind {
        WHOLE,
        UNSIGNED,
        MIXED_SIGNS,
        REAL,
        DECIMAL,
        INSTANT,
        LOCAL_TIME,
        TIME_OF_DAY,
        TEXT,
        FLAG,
        FIXED
    }

    private final Random random;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Integer> shapes = new ArrayList<>();
    private boolean agreed;

    RandomParquet(Random random) {
        this.random = random;
        for (int i = 0; i < COLUMNS; i++) {
            kinds.add(Kind.values()[random.nextInt(Kind.values().length)]);
            shapes.add(random.nextInt(4));
        }
        kinds.add(Kind.WHOLE);
    }

    /** From now on all files have the same first column. */
    void agreeOnTheFirstColumn() {
        agreed = true;
    }

    /** Writes rows under a schema of their own. */
    void write(Path file, int rows) throws IOException {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            if (i == 0 || random.nextInt(5) != 0) {
                fields.add(column("c" + i, kinds.get(i), shapes.get(i)));
            }
        }
        java.util.Collections.shuffle(fields, random);
        if (agreed) {
            fields.add(0, Types.required(PrimitiveTypeName.INT64).named("c" + COLUMNS));
        }
        MessageType schema = new MessageType(random.nextBoolean() ? "schema" : "spark_schema", fields);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CODECS[random.nextInt(CODECS.length)])
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(random.nextInt(3) != 0)
                .withByteStreamSplitEncoding(random.nextInt(3) == 0)
                .withDictionaryPageSize(random.nextBoolean() ? 1 << 20 : 100)
                .withMinRowCountForPageSizeCheck(5)
                .withPageSize(random.nextBoolean() ? 200 : 1 << 20)
                .withPageRowCountLimit(random.nextBoolean() ? 50 : 20_000)
                .withRowGroupSize(random.nextInt(3) == 0 ? 2_000L : 128L << 20)
                .withBloomFilterEnabled(random.nextInt(4) == 0)
                .withPageWriteChecksumEnabled(random.nextBoolean())
                .build()) {
            for (int row = 0; row < rows; row++) {
                Group group = new SimpleGroup(schema);
                for (Type field : schema.getFields()) {
                    add(group, field, kinds.get(field.getName().charAt(1) - '0'));
                }
                writer.write(group);
            }
        }
    }

    private Repetition repetition() {
        return random.nextBoolean() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    private Type column(String name, Kind kind, int shape) {
        return switch (shape) {
            case 0 -> list(name, kind);
            case 1 ->
                random.nextInt(4) == 0
                        ? Types.buildGroup(repetition())
                                .addField(leaf("x", kind))
                                .named(name)
                        : Types.buildGroup(repetition())
                                .addField(leaf("x", kind))
                                .addField(leaf("y", kind))
                                .named(name);
            default -> leaf(name, kind);
        };
    }

    private Type list(String name, Kind kind) {
        var list = Types.buildGroup(repetition()).as(LogicalTypeAnnotation.listType());
        return switch (random.nextInt(3)) {
            case 0 -> list.addField(leaf("array", kind, Repetition.REPEATED)).named(name);
            case 1 ->
                list.addField(Types.repeatedGroup()
                                .addField(leaf("array_element", kind))
                                .named("bag"))
                        .named(name);
            default ->
                list.addField(Types.repeatedGroup()
                                .addField(leaf("element", kind))
                                .named("list"))
                        .named(name);
        };
    }

    private Type leaf(String name, Kind kind) {
        return leaf(name, kind, repetition());
    }

    private Type leaf(String name, Kind kind, Repetition repetition) {
        return switch (kind) {
            case WHOLE ->
                switch (random.nextInt(5)) {
                    case 0 -> whole(PrimitiveTypeName.INT32, 8, true, repetition, name);
                    case 1 -> whole(PrimitiveTypeName.INT32, 16, true, repetition, name);
                    case 2 -> whole(PrimitiveTypeName.INT64, 64, true, repetition, name);
                    case 3 ->
                        Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
                    default ->
                        Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
                };
            case UNSIGNED -> unsigned(8 << random.nextInt(4), repetition, name);
            case MIXED_SIGNS ->
                random.nextBoolean()
                        ? unsigned(8 << random.nextInt(3), repetition, name)
                        : Types.primitive(
                                        random.nextBoolean() ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64,
                                        repetition)
                                .named(name);
            case REAL ->
                Types.primitive(
                                new PrimitiveTypeName[] {
                                            PrimitiveTypeName.FLOAT, PrimitiveTypeName.DOUBLE, PrimitiveTypeName.INT32
                                        }
                                        [random.nextInt(3)],
                                repetition)
                        .named(name);
            case DECIMAL -> decimal(repetition, name);
            case INSTANT ->
                random.nextInt(4) == 0
                        ? Types.primitive(PrimitiveTypeName.INT96, repetition).named(name)
                        : Types.primitive(PrimitiveTypeName.INT64, repetition)
                                .as(LogicalTypeAnnotation.timestampType(true, unit()))
                                .named(name);
            case LOCAL_TIME ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(false, unit()))
                        .named(name);
            case TIME_OF_DAY -> {
                TimeUnit unit = unit();
                yield Types.primitive(
                                unit == TimeUnit.MILLIS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timeType(true, unit))
                        .named(name);
            }
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(
                                random.nextBoolean()
                                        ? LogicalTypeAnnotation.stringType()
                                        : LogicalTypeAnnotation.enumType())
                        .named(name);
            case FLAG -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case FIXED ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(3)
                        .named(name);
        };
    }

    private TimeUnit unit() {
        return List.of(TimeUnit.MILLIS, TimeUnit.MICROS, TimeUnit.NANOS).get(random.nextInt(3));
    }

    private static Type whole(PrimitiveTypeName kind, int bits, boolean signed, Repetition repetition, String name) {
        return Types.primitive(kind, repetition)
                .as(LogicalTypeAnnotation.intType(bits, signed))
                .named(name);
    }

    private static Type unsigned(int bits, Repetition repetition, String name) {
        PrimitiveTypeName kind = bits == 64 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32;
        return whole(kind, bits, false, repetition, name);
    }

    private Type decimal(Repetition repetition, String name) {
        return switch (random.nextInt(5)) {
            case 0 ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.decimalType(2, 7))
                        .named(name);
            case 1 ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.decimalType(2, 15))
                        .named(name);
            case 2 ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.decimalType(2, 20))
                        .named(name);
            default -> {
                int length = 4 + random.nextInt(10);
                yield Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(length)
                        .as(LogicalTypeAnnotation.decimalType(2, 9))
                        .named(name);
            }
        };
    }

    private void add(Group group, Type field, Kind kind) {
        if (field.isRepetition(Repetition.OPTIONAL) && random.nextInt(4) == 0) {
            return;
        }
        if (field.isPrimitive()) {
            addValue(group, field.asPrimitiveType(), kind);
            return;
        }
        GroupType type = field.asGroupType();
        Group inner = group.addGroup(field.getName());
        if (type.getLogicalTypeAnnotation() == null) {
            type.getFields().forEach(f -> add(inner, f, kind));
            return;
        }
        Type repeated = type.getType(0);
        for (int n = random.nextInt(4); n > 0; n--) {
            if (repeated.isPrimitive()) {
                addValue(inner, repeated.asPrimitiveType(), kind);
            } else {
                add(inner.addGroup(0), repeated.asGroupType().getType(0), kind);
            }
        }
    }

    private void addValue(Group group, PrimitiveType type, Kind kind) {
        String name = type.getName();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(name, random.nextBoolean());
            case FLOAT -> group.add(name, random.nextInt(3) == 0 ? Float.NaN : random.nextFloat() - 0.5f);
            case DOUBLE -> group.add(name, random.nextInt(3) == 0 ? -0.0 : random.nextGaussian() * 1e9);
            case INT32 -> group.add(name, (int) number(kind, type));
            case INT64 -> group.add(name, number(kind, type));
            case INT96 -> group.add(name, instant());
            case BINARY, FIXED_LEN_BYTE_ARRAY -> group.add(name, bytes(kind, type));
        }
    }

    private long number(Kind kind, PrimitiveType type) {
        boolean few = random.nextBoolean();
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        long any = few ? random.nextInt(50) - 25 : random.nextLong();
        if (kind == Kind.DECIMAL) {
            return any
                    % (type.getPrimitiveTypeName() == PrimitiveTypeName.INT32 ? 10_000_000L : 1_000_000_000_000_000L);
        } else if (kind == Kind.TIME_OF_DAY) {
            return Math.floorMod(any, 86_400_000L);
        } else if (kind == Kind.INSTANT || kind == Kind.LOCAL_TIME) {
            return any % 9_000_000_000_000L;
        } else if (meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation whole) {
            int spare = Long.SIZE - whole.getBitWidth();
            return whole.isSigned() ? any << spare >> spare : any << spare >>> spare;
        }
        return any;
    }

    private Binary instant() {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong((random.nextInt(86_400) * 1_000_000L + random.nextInt(1_000_000)) * 1000L);
        bytes.putInt(JULIAN_DAY_OF_EPOCH + random.nextInt(40_000) - 20_000);
        return Binary.fromConstantByteArray(bytes.array());
    }

    private Binary bytes(Kind kind, PrimitiveType type) {
        if (kind != Kind.DECIMAL) {
            String text = (random.nextBoolean() ? "v" : "ä") + random.nextInt(random.nextBoolean() ? 20 : 1_000_000);
            return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                    ? Binary.fromString(text)
                    : Binary.fromConstantByteArray(new byte[] {1, 2, (byte) random.nextInt(9)});
        }
        byte[] number =
                BigInteger.valueOf(random.nextInt(1_000_000_000) - 500_000_000L).toByteArray();
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
            return Binary.fromConstantByteArray(number);
        }
        byte[] fixed = new byte[type.getTypeLength()];
        java.util.Arrays.fill(fixed, (byte) (number[0] < 0 ? -1 : 0));
        System.arraycopy(number, 0, fixed, fixed.length - number.length, number.length);
        return Binary.fromConstantByteArray(fixed);
    }
}
