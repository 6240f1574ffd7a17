/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Random;

/** Messages of any type, with every kind of value and fields that the type does not have. */
final class RandomMessages {

    private static final long[] NUMBERS = {0, 1, -1, 127, 128, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40};
    private static final String[] TEXTS = {"", "a", "größe", "💶", "0123456789".repeat(20)};

    private final Random random;
    private final boolean wellKnown;

    /** @param wellKnown whether to set fields of the types of google.protobuf */
    RandomMessages(long seed, boolean wellKnown) {
        this.random = new Random(seed);
        this.wellKnown = wellKnown;
    }

    DynamicMessage next(Descriptor type) {
        if (type.getFullName().equals("google.protobuf.Timestamp")
                || type.getFullName().equals("google.protobuf.Duration")) {
            return time(type);
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRequired() || (random.nextInt(3) > 0 && isWanted(field))) {
                set(message, field);
            }
        }
        if (random.nextInt(4) == 0 && !isGoogles(type)) {
            message.setUnknownFields(unknown(2));
        }
        return message.build();
    }

    private boolean isWanted(FieldDescriptor field) {
        boolean loops = field.getContainingType().getFullName().equals("google.protobuf.Value")
                && field.getNumber() > 4
                && random.nextInt(3) > 0;
        boolean googles = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && isGoogles(field.getMessageType());
        return !loops && (wellKnown || !googles);
    }

    private static boolean isGoogles(Descriptor type) {
        return type.getFullName().startsWith("google.protobuf.");
    }

    private void set(DynamicMessage.Builder message, FieldDescriptor field) {
        if (!field.isRepeated()) {
            message.setField(field, value(field));
            return;
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            message.addRepeatedField(field, value(field));
        }
    }

    private DynamicMessage time(Descriptor type) {
        long seconds = random.nextInt(2_000_000_000);
        boolean negative = type.getName().equals("Duration") && random.nextBoolean();
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByNumber(1), negative ? -seconds : seconds)
                .setField(type.findFieldByNumber(2), random.nextInt(1_000_000_000) * (negative ? -1 : 1))
                .build();
    }

    private Object value(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> (int) number();
            case LONG -> number();
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BYTE_STRING -> ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]);
            case ENUM -> symbol(field.getEnumType());
            case MESSAGE -> next(field.getMessageType());
        };
    }

    private Object symbol(EnumDescriptor type) {
        boolean open = !type.isClosed() && !type.getFullName().startsWith("google.protobuf.");
        return open && random.nextInt(4) == 0
                ? type.findValueByNumberCreatingIfUnknown(900 + random.nextInt(3))
                : type.getValues().get(random.nextInt(type.getValues().size()));
    }

    private long number() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
    }

    private UnknownFieldSet unknown(int depth) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addFixed32(random.nextInt())
                .addFixed64(random.nextLong())
                .addLengthDelimited(ByteString.copyFromUtf8(TEXTS[2]));
        if (depth > 0) {
            field.addGroup(unknown(depth - 1));
        }
        return UnknownFieldSet.newBuilder()
                .mergeField(List.of(90, 4000, 200_000).get(random.nextInt(3)), field.build())
                .build();
    }
}
