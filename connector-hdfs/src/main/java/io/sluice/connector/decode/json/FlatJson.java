/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import io.sluice.schema.JsonFieldNames;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.schema.avro.EncodedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as most of it is, straight to Avro bytes: an object whose members are texts without escapes, numbers,
 * booleans or null, in the order of the schema's fields, some of which may be missing. Of anything else it says so, and
 * the parser has to look. What it reads is what {@link JsonRows} reads. Not thread-safe.
 */
final class FlatJson {

    private final AvroResolver resolver;
    private final Field[] fields;
    private final FlatValues values = new FlatValues();
    private final AvroOutput out = new AvroOutput();

    /** A field of the schema. */
    private static final class Field {

        private final byte[] member;
        /** In quotes; null if it has to be escaped in between. */
        private final byte @Nullable [] token;
        /** Of its value; null if that is not read here. */
        private final Schema.@Nullable Type type;
        /** Of its union; -1 if it is no union. */
        private final int nullBranch;
        /** Whether it may be missing, and is null then. */
        private final boolean maySkip;

        private Field(byte[] member, Schema.@Nullable Type type, int nullBranch, boolean maySkip) {
            this.member = member;
            this.token = token(member);
            this.type = type;
            this.nullBranch = nullBranch;
            this.maySkip = maySkip;
        }

        private static byte @Nullable [] token(byte[] member) {
            byte[] token = new byte[member.length + 2];
            token[0] = '"';
            System.arraycopy(member, 0, token, 1, member.length);
            token[token.length - 1] = '"';
            FlatValues text = new FlatValues();
            text.begin(token, 0);
            return text.takesPlainText() && text.atEnd() ? token : null;
        }

        static Field of(Schema.Field field) {
            byte[] member = JsonFieldNames.fromAvro(field.name()).getBytes(StandardCharsets.UTF_8);
            Schema schema = field.schema();
            boolean hasDefault = field.hasDefaultValue() && GenericData.get().getDefaultValue(field) != null;
            if (!schema.isUnion()) {
                return new Field(member, readable(schema), -1, false);
            }
            boolean simple = schema.isNullable() && schema.getTypes().size() == 2;
            int ofNull = simple ? schema.getIndexNamed("null") : 0;
            Schema.Type type = simple ? readable(schema.getTypes().get(1 - ofNull)) : null;
            return new Field(member, type, simple ? ofNull : -1, simple && !hasDefault);
        }

        private static Schema.@Nullable Type readable(Schema schema) {
            return switch (schema.getType()) {
                case STRING, BOOLEAN, INT, LONG, FLOAT, DOUBLE -> schema.getType();
                default -> null;
            };
        }
    }

    private FlatJson(Schema schema, List<Field> fields) {
        this.resolver = AvroResolver.between(schema, schema);
        this.fields = fields.toArray(Field[]::new);
    }

    /** A reader of records of a schema; empty if two of its fields are the same member. */
    static Optional<FlatJson> of(Schema schema) {
        List<Field> fields = schema.getFields().stream().map(Field::of).toList();
        Set<String> members = new HashSet<>();
        boolean told = fields.stream().allMatch(field -> members.add(new String(field.member, StandardCharsets.UTF_8)));
        return told ? Optional.of(new FlatJson(schema, fields)) : Optional.empty();
    }

    /** The record; null if it is not for this reader to say what is there. */
    @Nullable EncodedRecord read(byte[] json, int start) {
        out.clear();
        values.begin(json, start);
        if (!values.takes('{')) {
            return null;
        }
        int next = 0;
        boolean more = !values.takes('}');
        while (more) {
            int position = next < fields.length && begins(fields[next]) ? next : field(next);
            if (position < 0 || !skip(next, position) || !values.takes(':') || !value(fields[position])) {
                return null;
            }
            next = position + 1;
            more = values.takes(',');
            if (!more && !values.takes('}')) {
                return null;
            }
        }
        if (!skip(next, fields.length) || !values.atEnd()) {
            return null;
        }
        return resolver.vouchedFor(out.copy());
    }

    /** Whether its member comes next, as it mostly does. */
    private boolean begins(Field field) {
        return field.token != null && values.takes(field.token);
    }

    /** The field of the member whose name comes next, from {@code next} on; -1 if there is none. */
    private int field(int next) {
        if (!values.takesPlainText()) {
            return -1;
        }
        for (int i = next; i < fields.length; i++) {
            byte[] member = fields[i].member;
            if (Arrays.equals(values.json(), values.from(), values.to(), member, 0, member.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Writes null for the fields that are missing. */
    private boolean skip(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!fields[i].maySkip) {
                return false;
            }
            out.writeLong(fields[i].nullBranch);
        }
        return true;
    }

    private boolean value(Field field) {
        if (field.nullBranch >= 0) {
            if (values.takes("null")) {
                out.writeLong(field.nullBranch);
                return true;
            }
            out.writeLong(1 - field.nullBranch);
        }
        Schema.Type type = field.type;
        if (type == null) {
            return false;
        }
        return switch (type) {
            case STRING -> text();
            case BOOLEAN -> bool();
            case INT -> values.takesWhole() && values.whole() == (int) values.whole() && number(values.whole());
            case LONG -> values.takesWhole() && number(values.whole());
            case FLOAT -> values.takesNumber() && real((float) values.real());
            default -> values.takesNumber() && real(values.real());
        };
    }

    private boolean text() {
        if (!values.takesPlainText()) {
            return false;
        }
        int length = values.to() - values.from();
        out.writeLong(length);
        out.writeBytes(values.json(), values.from(), length);
        return true;
    }

    private boolean bool() {
        boolean isTrue = values.takes("true");
        if (!isTrue && !values.takes("false")) {
            return false;
        }
        out.writeBoolean(isTrue);
        return true;
    }

    private boolean number(long value) {
        out.writeLong(value);
        return true;
    }

    private boolean real(float value) {
        out.writeFloat(value);
        return true;
    }

    private boolean real(double value) {
        out.writeDouble(value);
        return true;
    }
}
