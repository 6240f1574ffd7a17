/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.MetadataConfig;
import io.sluice.connector.config.MetadataConfig.Part;
import io.sluice.connector.config.NullValues;
import io.sluice.connector.config.RecordConfig;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row that are not of its value: parts of the Kafka record, and the mark of deletion. They follow the
 * value's, and may be null, for a table may have rows from before they were asked for. Not thread-safe.
 */
final class RowColumns {

    private static final int CACHED_SCHEMAS = 1000;

    private static final Schema HEADER = Schema.createRecord("KafkaHeader", null, "io.sluice", false);

    static {
        HEADER.setFields(List.of(
                new Schema.Field("key", Schema.create(Schema.Type.STRING)),
                ColumnReader.nullable("value", Schema.create(Schema.Type.BYTES))));
    }

    private final List<MetadataConfig.Column> columns;
    private final boolean marksDeleted;
    private final Set<String> names = new HashSet<>();
    private final @Nullable KeyColumn key;
    private final Map<Shape, Schema> schemas = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Schema> eldest) {
            return size() > CACHED_SCHEMAS;
        }
    };

    private @Nullable Shape lastShape;
    private @Nullable Schema lastSchema;

    /** What a row's schema follows from. */
    private record Shape(Schema value, Optional<Schema> key, boolean tombstone) {}

    RowColumns(RecordConfig config) {
        this.columns = config.metadata().columns();
        this.marksDeleted = config.nullValues() == NullValues.WRITE;
        columns.forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        if (marksDeleted) {
            names.add(MetadataConfig.DELETED);
        }
        this.key = columns.stream()
                .filter(column -> column.part() == Part.KEY)
                .findFirst()
                .map(column -> new KeyColumn(column.name(), config.metadata().keyFormat()))
                .orElse(null);
    }

    /**
     * The row of a value.
     *
     * @throws BadValueException if a part of the record does not fit its column, or the value has a field of a column's
     *     name
     */
    GenericRecord row(SinkRecord record, GenericRecord value) {
        if (names.isEmpty()) {
            return value;
        }
        Shape shape = new Shape(value.getSchema(), keyType(record), false);
        GenericRecord row = new GenericData.Record(schema(shape));
        int fields = value.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            row.put(i, value.get(i));
        }
        fill(row, fields, record, shape);
        return row;
    }

    /** The row of a record that has no value, where those that have are of a schema: nulls, and the mark. */
    GenericRecord tombstone(SinkRecord record, Schema values) {
        Shape shape = new Shape(values, keyType(record), true);
        GenericRecord row = new GenericData.Record(schema(shape));
        fill(row, values.getFields().size(), record, shape);
        return row;
    }

    /** The schema of values, of a table's that has these columns too. */
    Schema withoutThem(Schema table) {
        List<Schema.Field> own = table.getFields().stream()
                .filter(field -> !names.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
        return own.size() == table.getFields().size() ? table : copy(table, own, List.of());
    }

    private Optional<Schema> keyType(SinkRecord record) {
        return key == null ? Optional.empty() : key.type(record);
    }

    @SuppressWarnings("ReferenceEquality") // comparing whole schemas would cost more than the look-up
    private Schema schema(Shape shape) {
        Shape known = lastShape;
        if (known == null
                || known.value() != shape.value()
                || known.tombstone() != shape.tombstone()
                || !known.key().equals(shape.key())) {
            lastSchema = schemas.computeIfAbsent(shape, this::extended);
            lastShape = shape;
        }
        return Objects.requireNonNull(lastSchema);
    }

    private Schema extended(Shape shape) {
        for (Schema.Field field : shape.value().getFields()) {
            if (names.contains(field.name().toLowerCase(Locale.ROOT))) {
                throw new BadValueException(
                        Outcome.BAD_SCHEMA,
                        "the value has a field '" + field.name() + "' of its own, which is a column of "
                                + (field.name().equalsIgnoreCase(MetadataConfig.DELETED)
                                        ? "behavior.on.null.values=write: rename the field (ReplaceField)"
                                        : "metadata.columns: give that another name, as in topic:kafka_topic"),
                        null);
            }
        }
        List<Schema.Field> more = new ArrayList<>();
        for (MetadataConfig.Column column : columns) {
            type(column.part(), shape).ifPresent(type -> more.add(ColumnReader.nullable(column.name(), type)));
        }
        if (marksDeleted) {
            more.add(ColumnReader.nullable(MetadataConfig.DELETED, Schema.create(Schema.Type.BOOLEAN)));
        }
        List<Schema.Field> own = shape.value().getFields();
        return copy(
                shape.value(),
                shape.tombstone() ? own.stream().map(RowColumns::nullable).toList() : own,
                more);
    }

    private static Schema copy(Schema record, List<Schema.Field> own, List<Schema.Field> more) {
        List<Schema.Field> fields = new ArrayList<>();
        own.forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.addAll(more);
        Schema schema =
                Schema.createRecord(record.getName(), record.getDoc(), record.getNamespace(), record.isError(), fields);
        record.getAliases().forEach(schema::addAlias);
        record.getObjectProps().forEach(schema::addProp);
        try {
            // Types of one name and two shapes, one in the key and one in the value, are only seen in the text.
            new Schema.Parser().parse(schema.toString());
        } catch (SchemaParseException e) {
            throw new BadValueException(
                    Outcome.BAD_SCHEMA, "the key and the value cannot be in one row: " + e.getMessage(), e);
        }
        return schema;
    }

    private static Schema.Field nullable(Schema.Field field) {
        Schema schema = field.schema();
        if (schema.isNullable()) {
            return field;
        }
        List<Schema> branches = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
        branches.addAll(schema.isUnion() ? schema.getTypes() : List.of(schema));
        Schema.Field nullable = new Schema.Field(
                field.name(), Schema.createUnion(branches), field.doc(), Schema.Field.NULL_DEFAULT_VALUE);
        field.aliases().forEach(nullable::addAlias);
        field.getObjectProps().forEach(nullable::addProp);
        return nullable;
    }

    private static Optional<Schema> type(Part part, Shape shape) {
        return switch (part) {
            case TOPIC -> Optional.of(Schema.create(Schema.Type.STRING));
            case PARTITION -> Optional.of(Schema.create(Schema.Type.INT));
            case OFFSET -> Optional.of(Schema.create(Schema.Type.LONG));
            case TIMESTAMP -> Optional.of(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));
            case KEY -> shape.key();
            case HEADERS -> Optional.of(Schema.createArray(HEADER));
        };
    }

    private void fill(GenericRecord row, int start, SinkRecord record, Shape shape) {
        int at = start;
        for (MetadataConfig.Column column : columns) {
            if (column.part() != Part.KEY || shape.key().isPresent()) {
                row.put(at++, value(column, record));
            }
        }
        if (marksDeleted) {
            row.put(at, shape.tombstone());
        }
    }

    private @Nullable Object value(MetadataConfig.Column column, SinkRecord record) {
        return switch (column.part()) {
            case TOPIC -> record.originalTopic();
            case PARTITION -> record.originalKafkaPartition();
            case OFFSET -> record.originalKafkaOffset();
            case TIMESTAMP -> record.timestamp();
            case KEY -> key == null ? null : key.value(record);
            case HEADERS -> headers(column.name(), record);
        };
    }

    private static List<GenericRecord> headers(String column, SinkRecord record) {
        List<GenericRecord> headers = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            GenericRecord pair = new GenericData.Record(HEADER);
            pair.put(0, header.key());
            pair.put(1, bytes(column, header));
            headers.add(pair);
        }
        return headers;
    }

    /** What a converter has read into something else than bytes or text is written as text again. */
    private static @Nullable ByteBuffer bytes(String column, Header header) {
        if (header.value() == null) {
            return null;
        }
        try {
            return ByteBuffer.wrap(Bytes.bytes(header.value())
                    .orElseGet(() -> Values.convertToString(header.schema(), header.value())
                            .getBytes(StandardCharsets.UTF_8)));
        } catch (DataException e) {
            throw new BadValueException(
                    Outcome.BAD_FIELD,
                    "field '" + column + "': header '" + header.key() + "' has no text: " + e.getMessage(),
                    e);
        }
    }
}
