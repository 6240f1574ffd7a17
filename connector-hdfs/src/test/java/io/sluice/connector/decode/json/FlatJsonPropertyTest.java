/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.schema.JsonFieldNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** That it reads what the parser reads, or nothing: of objects as they come, and of the same with bytes gone wrong. */
class FlatJsonPropertyTest {

    private static final int OBJECTS = Integer.getInteger("sluice.test.json.objects", 40_000);
    private static final long FIRST_SEED = Long.getLong("sluice.test.json.seed", 20_261_129L);
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "0.0",
        "1",
        "-1",
        "007",
        "1.",
        ".5",
        "1.5",
        "-2.25",
        "1e3",
        "1E-2",
        "2147483647",
        "2147483648",
        "-2147483648",
        "999999999999999",
        "9007199254740993",
        "123456789012345.5",
        "99999999999999999999",
        "0.1",
        "100.01",
        "0.000000000000001",
        "3.141592653589793",
        "1234567.1234567",
        "12345678.12345678",
        "9223372036854775807",
        "1 2",
        "+1",
        "NaN",
        "-",
        "--1",
        "1.2.3",
        "0.30",
        "1700000000000"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "DTW",
        "2001/01/01 00:47",
        "as long as several words",
        "eight by\\tes and an escape",
        "a control\u0001character",
        "seven..é and more",
        "sixteen bytes...€",
        "with \\\"escape\\\"",
        "\\u0041",
        "é",
        "ÿ日本語",
        "😀",
        "\\ud83d\\ude00",
        "\\ud800",
        "tab\there",
        "null",
        "true",
        "1",
        "/",
        "\u007f",
        "\u0080",
        "\uffff"
    };

    @Test
    void itReadsWhatTheParserReadsOrNothing() {
        int read = 0;
        for (int i = 0; i < OBJECTS; i++) {
            long seed = FIRST_SEED + i;
            Random random = new Random(seed);
            Schema schema = schema(random);
            byte[] json = object(schema, random);
            GenericRecord flat = FlatJson.of(schema).orElseThrow().read(json, 0);
            if (flat != null) {
                read++;
                String shown = new String(json, StandardCharsets.UTF_8);
                assertThat(flat.toString())
                        .as("-Dsluice.test.json.objects=1 -Dsluice.test.json.seed=%d: %s", seed, shown)
                        .isEqualTo(parsed(schema, json, random));
            }
        }
        assertThat(read).as("objects that need no parser").isGreaterThan(OBJECTS / 20);
    }

    @Test
    void aMemberThatHasToBeEscapedIsLeftToTheParser() {
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .optionalLong(JsonFieldNames.toAvro("a\"b"))
                .endRecord();
        FlatJson reader = FlatJson.of(schema).orElseThrow();

        assertThat(reader.read("{\"a\"b\":1}".getBytes(StandardCharsets.UTF_8), 0))
                .isNull();
        assertThat(reader.read("{\"a\\\"b\":1}".getBytes(StandardCharsets.UTF_8), 0))
                .isNull();
    }

    private static String parsed(Schema schema, byte[] json, Random random) {
        JsonRows.Reading reading = List.of(
                        JsonRows.Reading.DECLARED, JsonRows.Reading.INFERRED, JsonRows.Reading.WIDENED)
                .get(random.nextInt(3));
        try {
            return new JsonRows(schema, reading, JsonConflicts.FAIL, () -> {})
                    .parse(json, 0)
                    .toString();
        } catch (BadValueException e) {
            return e.toString();
        }
    }

    private static Schema schema(Random random) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Schema type = type(random);
            boolean nullable = random.nextInt(4) > 0;
            Schema nul = Schema.create(Schema.Type.NULL);
            if (nullable) {
                type = random.nextInt(3) > 0 ? Schema.createUnion(nul, type) : Schema.createUnion(type, nul);
            }
            boolean nullFirst = nullable && type.getTypes().get(0).getType() == Schema.Type.NULL;
            fields.add(
                    nullFirst && random.nextBoolean()
                            ? new Schema.Field("f" + i, type, null, Schema.Field.NULL_DEFAULT_VALUE)
                            : new Schema.Field("f" + i, type, null, (Object) null));
        }
        return Schema.createRecord("R", null, null, false, fields);
    }

    private static Schema type(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 6 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            default -> Schema.create(Schema.Type.STRING);
        };
    }

    private static byte[] object(Schema schema, Random random) {
        StringBuilder json = new StringBuilder(blank(random)).append('{');
        String comma = "";
        for (Schema.Field field : schema.getFields()) {
            if (random.nextInt(8) > 0) {
                String name = random.nextInt(40) > 0 ? field.name() : "other";
                json.append(comma)
                        .append(blank(random))
                        .append('"')
                        .append(name)
                        .append('"')
                        .append(blank(random));
                json.append(':')
                        .append(blank(random))
                        .append(value(field.schema(), random))
                        .append(blank(random));
                comma = ",";
            }
        }
        json.append('}').append(blank(random));
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String blank(Random random) {
        return random.nextInt(6) > 0 ? "" : List.of(" ", "\n", "\t", "  ").get(random.nextInt(4));
    }

    /** Mostly of the type. */
    private static String value(Schema schema, Random random) {
        if (random.nextInt(10) == 0) {
            return "null";
        }
        Schema.Type type = schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                        .getType()
                : schema.getType();
        if (random.nextInt(20) == 0) {
            return List.of("true", "[1]", "{}", "\"x\"", "12").get(random.nextInt(5));
        }
        return switch (type) {
            case BOOLEAN -> String.valueOf(random.nextBoolean());
            case STRING -> '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
            case INT, LONG ->
                random.nextBoolean()
                        ? String.valueOf(random.nextInt(3_000_000) - 1_000)
                        : NUMBERS[random.nextInt(NUMBERS.length)];
            default ->
                random.nextBoolean()
                        ? String.valueOf((random.nextInt(2_000_000) - 1_000_000) / 1000.0)
                        : NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }
}
