/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Records such as an airline logs: numbers, codes, optional fields, a nested record and an array. */
final class Flights {

    private static final List<String> AIRPORTS = List.of("ZRH", "JFK", "LAX", "NRT", "FRA", "SIN", "GRU", "SYD");

    private Flights() {}

    /** A version of the schema; each has a field of its own that the others lack. */
    static Schema version(int version) {
        Schema aircraft = SchemaBuilder.record("Aircraft")
                .namespace("flights")
                .fields()
                .requiredString("tail")
                .requiredInt("seats")
                .endRecord();
        return common(SchemaBuilder.record("Flight").namespace("flights").fields())
                .name("aircraft")
                .type(aircraft)
                .noDefault()
                .name("legs")
                .type()
                .array()
                .items()
                .intType()
                .noDefault()
                .optionalLong("extra" + version)
                .endRecord();
    }

    /** A version with an optional field for each bit that is set. */
    static Schema withOptional(int bits) {
        FieldAssembler<Schema> fields =
                common(SchemaBuilder.record("Flight").namespace("flights").fields());
        for (int bit = 0; bits >>> bit != 0; bit++) {
            if ((bits >>> bit & 1) == 1) {
                fields.optionalLong("extra" + bit);
            }
        }
        return fields.endRecord();
    }

    private static FieldAssembler<Schema> common(FieldAssembler<Schema> fields) {
        return fields.requiredLong("id")
                .requiredLong("departed")
                .requiredString("carrier")
                .requiredInt("number")
                .requiredString("origin")
                .requiredString("destination")
                .requiredDouble("distance")
                .requiredBoolean("cancelled")
                .optionalInt("delay")
                .optionalString("reason")
                .optionalDouble("fuel")
                .optionalString("gate");
    }

    static GenericRecord record(Schema schema, Random random) {
        GenericRecord flight = new GenericData.Record(schema);
        flight.put("id", random.nextLong());
        flight.put("departed", 1_700_000_000_000L + random.nextInt());
        flight.put("carrier", new Utf8("LX"));
        flight.put("number", random.nextInt(4000));
        flight.put("origin", new Utf8(AIRPORTS.get(random.nextInt(8))));
        flight.put("destination", new Utf8(AIRPORTS.get(random.nextInt(8))));
        flight.put("distance", random.nextDouble() * 9000);
        flight.put("cancelled", random.nextInt(50) == 0);
        flight.put("delay", random.nextBoolean() ? random.nextInt(300) : null);
        flight.put("reason", random.nextInt(4) == 0 ? new Utf8("late arrival of the aircraft") : null);
        flight.put("fuel", random.nextBoolean() ? random.nextDouble() : null);
        flight.put("gate", new Utf8("E" + random.nextInt(70)));
        for (Schema.Field field : schema.getFields()) {
            if (field.name().startsWith("extra")) {
                flight.put(field.name(), random.nextBoolean() ? random.nextLong() : null);
            }
        }
        if (schema.getField("aircraft") != null) {
            fillNested(flight, random);
        }
        return flight;
    }

    private static void fillNested(GenericRecord flight, Random random) {
        GenericRecord aircraft =
                new GenericData.Record(flight.getSchema().getField("aircraft").schema());
        aircraft.put("tail", new Utf8("HB-J" + random.nextInt(100)));
        aircraft.put("seats", 100 + random.nextInt(300));
        flight.put("aircraft", aircraft);
        List<Integer> legs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            legs.add(random.nextInt(9000));
        }
        flight.put("legs", legs);
    }

    static byte[] bytes(GenericRecord record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
