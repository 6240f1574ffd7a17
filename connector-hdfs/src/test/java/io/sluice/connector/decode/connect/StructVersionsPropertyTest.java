/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Versions of a struct in one table: fields come and go, become wider and optional, nested too. */
class StructVersionsPropertyTest {

    private static final String TOPIC = "clicks";
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    /** Whether fields have the wider of two types, by their path: of one version. */
    private record Version(Random random, Random shape) {

        Schema struct(String path) {
            SchemaBuilder struct = SchemaBuilder.struct().name("S" + path);
            struct.field("always", Schema.STRING_SCHEMA);
            for (String name : NAMES) {
                if (random.nextInt(4) > 0) {
                    struct.field(name, field(path + name));
                }
            }
            return struct.build();
        }

        private Schema field(String path) {
            // What a field is in all versions follows from its path.
            shape.setSeed(31L * path.hashCode());
            int kind = path.length() > 3 ? shape.nextInt(6) : shape.nextInt(10);
            return switch (kind) {
                case 0 -> of(random.nextBoolean() ? SchemaBuilder.int32() : SchemaBuilder.int64());
                case 1 -> of(random.nextBoolean() ? SchemaBuilder.float32() : SchemaBuilder.float64());
                case 2 -> of(random.nextBoolean() ? SchemaBuilder.string() : SchemaBuilder.bytes());
                case 3 -> SchemaBuilder.int16().defaultValue((short) 7).build();
                case 4 -> of(SchemaBuilder.bool());
                case 5 -> of(SchemaBuilder.string());
                case 6 -> SchemaBuilder.array(struct(path)).build();
                case 7 -> SchemaBuilder.map(Schema.STRING_SCHEMA, struct(path)).build();
                case 8 -> SchemaBuilder.map(Schema.INT32_SCHEMA, struct(path)).build();
                default -> struct(path);
            };
        }

        private Schema of(SchemaBuilder type) {
            return random.nextBoolean() ? type.optional().build() : type.build();
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void readsStraightWhatItWouldReadAndThenProject(@ForAll long seed) {
        Random random = new Random(seed);
        Version versions = new Version(random, new Random());
        Schema before = versions.struct("");
        Schema now = versions.struct("");
        org.apache.avro.Schema own = ConnectSchemas.ofRow(now, TOPIC);
        org.apache.avro.Schema table = SchemaEvolution.merge(ConnectSchemas.ofRow(before, TOPIC), own);
        Struct struct = struct(now, random);
        GenericRecord projected = SchemaProjection.between(own, table)
                .apply(ConnectValues.ofRow(now, own).apply(struct));
        ConnectDecoder decoder = new ConnectDecoder(JsonDecoder.inferred(JsonConflicts.FAIL, new DecodeCounters()));

        decoder.adopt(TOPIC, table);
        GenericRecord straight = decoder.decode(new SinkRecord(TOPIC, 0, null, null, now, struct, 0));

        assertThat(straight.getSchema()).isSameAs(table);
        assertThat(straight).hasToString(projected.toString());
        assertThat(GenericData.get().validate(table, straight)).isTrue();
    }

    private static Struct struct(Schema schema, Random random) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, field.schema().isOptional() && random.nextBoolean() ? null : value(field, random));
        }
        return struct;
    }

    private static @Nullable Object value(Field field, Random random) {
        Schema schema = field.schema();
        return switch (schema.type()) {
            case INT16 -> (short) random.nextInt(100);
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT32 -> random.nextFloat();
            case FLOAT64 -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> "größe" + random.nextInt(100);
            case BYTES -> new byte[] {(byte) random.nextInt(), 2};
            case STRUCT -> struct(schema, random);
            case ARRAY -> {
                List<Struct> items = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(struct(schema.valueSchema(), random));
                }
                yield items;
            }
            case MAP -> {
                boolean text = schema.keySchema().type() == Schema.Type.STRING;
                Struct value = struct(schema.valueSchema(), random);
                yield text ? Map.of("k", value) : Map.of(random.nextInt(), value);
            }
            default -> throw new IllegalStateException("no such field: " + schema);
        };
    }
}
