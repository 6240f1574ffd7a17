/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;

/** The promises of {@link SchemaEvolution} over random schemas, checked with Avro's own reader. */
class SchemaEvolutionPropertyTest {

    /**
     * A name decides the family of a field's type, so that most pairs of schemas are compatible, and its default, so that
     * schemas agree on defaults.
     */
    private static final List<String> NAMES =
            List.of("number", "count", "text", "time", "flags", "list", "map", "kind", "inner", "choice");

    @Provide
    Arbitrary<Schema> schemas() {
        return recordOf("R", 2);
    }

    private static Arbitrary<Schema> recordOf(String name, int depth) {
        return Arbitraries.of(NAMES).set().ofMinSize(1).ofMaxSize(6).flatMap(names -> {
            List<Arbitrary<Field>> fields = new ArrayList<>();
            names.forEach(field -> fields.add(field(field, name + "_" + field, depth)));
            return Combinators.combine(fields)
                    .as(list -> Schema.createRecord(
                            name,
                            null,
                            "n",
                            false,
                            list.stream()
                                    .map(field -> new Field(field, field.schema()))
                                    .toList()));
        });
    }

    private static Arbitrary<Field> field(String name, String path, int depth) {
        return type(name, path, depth).flatMap(type -> {
            if (name.equals("count")) {
                return Arbitraries.just(new Field(name, type, null, 7));
            }
            Arbitrary<Field> required = Arbitraries.just(new Field(name, type));
            if (type.isUnion()) {
                return required;
            }
            return Arbitraries.oneOf(
                    required,
                    Arbitraries.just(new Field(name, Nullability.nullFirst(type), null, JsonProperties.NULL_VALUE)),
                    Arbitraries.just(new Field(name, Nullability.nullLast(type))));
        });
    }

    private static Arbitrary<Schema> type(String name, String path, int depth) {
        return switch (name) {
            case "number", "count" ->
                primitives(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case "text" -> primitives(Schema.Type.STRING, Schema.Type.BYTES);
            case "time" ->
                Arbitraries.just(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));
            case "list" -> type("number", path, depth).map(Schema::createArray);
            case "map" -> type("text", path, depth).map(Schema::createMap);
            case "kind" ->
                Arbitraries.of("A", "B", "C", "D")
                        .set()
                        .ofMinSize(1)
                        .map(symbols -> Schema.createEnum(path, null, "n", new ArrayList<>(symbols)));
            case "choice" ->
                Arbitraries.of(Schema.Type.STRING, Schema.Type.LONG, Schema.Type.BOOLEAN, Schema.Type.DOUBLE)
                        .set()
                        .ofMinSize(2)
                        .map(types -> Schema.createUnion(
                                types.stream().map(Schema::create).toList()));
            case "inner" -> depth == 0 ? primitives(Schema.Type.BOOLEAN) : recordOf(path, depth - 1);
            default -> primitives(Schema.Type.BOOLEAN);
        };
    }

    private static Arbitrary<Schema> primitives(Schema.Type... types) {
        return Arbitraries.of(types).map(Schema::create);
    }

    private static Optional<Schema> merge(Schema table, Schema incoming) {
        try {
            return Optional.of(SchemaEvolution.merge(table, incoming));
        } catch (IncompatibleSchemaException e) {
            return Optional.empty();
        }
    }

    @Property(tries = 300)
    void mergingAgainChangesNothing(@ForAll("schemas") Schema a, @ForAll("schemas") Schema b) {
        assertThat(SchemaEvolution.merge(a, a)).isSameAs(a);
        Schema merged = SchemaEvolution.merge(a, b);
        assertThat(SchemaEvolution.merge(merged, a)).isSameAs(merged);
        assertThat(SchemaEvolution.merge(merged, b)).isSameAs(merged);
    }

    @Property(tries = 300)
    void theOrderOfMergingDoesNotMatter(
            @ForAll("schemas") Schema a, @ForAll("schemas") Schema b, @ForAll("schemas") Schema c) {
        assertThat(normal(SchemaEvolution.merge(a, b))).isEqualTo(normal(SchemaEvolution.merge(b, a)));
        Optional<Schema> left = merge(a, b).flatMap(ab -> merge(ab, c));
        Optional<Schema> right = merge(b, c).flatMap(bc -> merge(a, bc));
        Assume.that(left.isPresent() && right.isPresent());
        assertThat(normal(left.orElseThrow())).isEqualTo(normal(right.orElseThrow()));
    }

    @Property(tries = 200)
    void whateverWasWrittenIsRead(
            @ForAll("schemas") Schema a, @ForAll("schemas") Schema b, @ForAll("schemas") Schema c, @ForAll int seed)
            throws IOException {
        Schema merged = SchemaEvolution.merge(SchemaEvolution.merge(a, b), c);
        // as it comes back from the file of the table
        Schema reader = new Schema.Parser().parse(merged.toString());
        for (Schema writer : List.of(a, b, c)) {
            for (Object datum : new RandomData(writer, 5, seed)) {
                Object read = reread(datum, writer, reader);
                assertThat(GenericData.get().validate(reader, read)).isTrue();
                for (Field field : writer.getFields()) {
                    if (field.schema().getType() == Schema.Type.STRING
                            && reader.getField(field.name()).schema().getType() == Schema.Type.STRING) {
                        assertThat(GenericData.get()
                                        .getField(
                                                read,
                                                field.name(),
                                                reader.getField(field.name()).pos()))
                                .hasToString(GenericData.get()
                                        .getField(datum, field.name(), field.pos())
                                        .toString());
                    }
                }
            }
        }
    }

    @Property(tries = 200)
    void projectionDoesWhatAvrosReaderDoes(
            @ForAll("schemas") Schema a, @ForAll("schemas") Schema b, @ForAll("schemas") Schema c, @ForAll int seed)
            throws IOException {
        Schema merged = SchemaEvolution.merge(SchemaEvolution.merge(a, b), c);
        for (Schema writer : List.of(a, b, c)) {
            SchemaProjection projection = SchemaProjection.between(writer, merged);
            for (Object datum : new RandomData(writer, 5, seed)) {
                GenericRecord decoded = (GenericRecord) reread(datum, writer, writer);
                assertThat(projection.apply(decoded)).isEqualTo(reread(datum, writer, merged));
            }
        }
    }

    private static Object reread(Object datum, Schema writer, Schema reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(writer).write(datum, encoder);
        encoder.flush();
        // Of a stream, not of the bytes: Avro 1.12.2 takes [1] for too short to be read as an array of doubles if it
        // knows
        // how many bytes are left.
        InputStream in = new FilterInputStream(new ByteArrayInputStream(bytes.toByteArray())) {};
        Decoder decoder = DecoderFactory.get().binaryDecoder(in, null);
        return new GenericDatumReader<>(writer, reader).read(null, decoder);
    }

    /** A schema without the order of fields, symbols and branches. */
    private static String normal(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                schema.getFullName()
                        + schema.getFields().stream()
                                .map(field -> field.name() + ":" + normal(field.schema()) + "="
                                        + (field.hasDefaultValue() ? field.defaultVal() : "none"))
                                .collect(Collectors.toCollection(TreeSet::new));
            case ENUM -> schema.getFullName() + new TreeSet<>(schema.getEnumSymbols());
            case ARRAY -> normal(schema.getElementType()) + "[]";
            case MAP -> normal(schema.getValueType()) + "{}";
            case UNION ->
                schema.getTypes().stream()
                        .map(SchemaEvolutionPropertyTest::normal)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString();
            default -> schema.toString();
        };
    }
}
