/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;

/** The promises of {@link SchemaEvolution} over versions of a schema as people make them, nested as deep as they like. */
class MergeOfVersionsPropertyTest {

    private record Versions(Schema a, Schema b, Schema c) {}

    private static Versions versions(long seed) {
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        Schema a = schemas.record();
        Schema b = schemas.version(a);
        return new Versions(a, b, schemas.version(b));
    }

    private static Optional<Schema> merge(Schema table, Schema incoming) {
        try {
            return Optional.of(SchemaEvolution.merge(table, incoming));
        } catch (IncompatibleSchemaException e) {
            return Optional.empty();
        }
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void mergingAgainChangesNothing(@ForAll long seed) {
        Versions versions = versions(seed);
        Optional<Schema> merged = merge(versions.a, versions.b);
        Statistics.collect(merged.isPresent());
        merged.ifPresent(schema -> {
            assertThat(SchemaEvolution.merge(schema, versions.a)).isSameAs(schema);
            assertThat(SchemaEvolution.merge(schema, versions.b)).isSameAs(schema);
        });
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void theOrderOfMergingDoesNotMatter(@ForAll long seed) {
        Versions any = versions(seed);
        // A default decides whether a field that only one side has is null on the other's rows.
        Versions versions = new Versions(bare(any.a), bare(any.b), bare(any.c));
        Optional<String> ab = merge(versions.a, versions.b).map(MergeOfVersionsPropertyTest::normal);
        Optional<String> ba = merge(versions.b, versions.a).map(MergeOfVersionsPropertyTest::normal);
        if (ab.isPresent() && ba.isPresent()) {
            assertThat(ab).isEqualTo(ba);
        }
        Optional<Schema> left = merge(versions.a, versions.b).flatMap(m -> merge(m, versions.c));
        Optional<Schema> right = merge(versions.b, versions.c).flatMap(m -> merge(versions.a, m));
        Statistics.collect(left.isPresent() && right.isPresent());
        if (left.isPresent() && right.isPresent()) {
            assertThat(normal(left.get())).isEqualTo(normal(right.get()));
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void whateverWasWrittenIsReadAsAvroReadsIt(@ForAll long seed) throws IOException {
        Versions versions = versions(seed);
        Optional<Schema> merged = merge(versions.a, versions.b)
                .flatMap(m -> merge(m, versions.c))
                .map(MergeOfVersionsPropertyTest::reread);
        Statistics.collect(merged.isPresent());
        if (merged.isEmpty()) {
            return;
        }
        for (Schema writer : List.of(versions.a, versions.b, versions.c)) {
            SchemaProjection projection = SchemaProjection.between(writer, merged.get());
            for (Object datum : new RandomData(writer, 3, seed)) {
                Object read = read(datum, writer, merged.get());
                assertThat(GenericData.get().validate(merged.get(), read)).isTrue();
                GenericRecord decoded = (GenericRecord) read(datum, writer, writer);
                assertThat(projection.apply(decoded)).isEqualTo(read);
            }
        }
    }

    private static Schema bare(Schema schema) {
        return new WithoutDefaults().of(schema);
    }

    /** A schema whose fields have no defaults; a named type stays one. */
    private static final class WithoutDefaults {

        private final Map<String, Schema> done = new HashMap<>();

        Schema of(Schema schema) {
            return switch (schema.getType()) {
                case RECORD -> {
                    Schema known = done.get(schema.getFullName());
                    if (known == null) {
                        known = record(schema);
                        done.put(schema.getFullName(), known);
                    }
                    yield known;
                }
                case ARRAY -> Schema.createArray(of(schema.getElementType()));
                case MAP -> Schema.createMap(of(schema.getValueType()));
                case UNION ->
                    Schema.createUnion(schema.getTypes().stream().map(this::of).toList());
                default -> schema;
            };
        }

        private Schema record(Schema schema) {
            List<Schema.Field> fields = schema.getFields().stream()
                    .map(field -> new Schema.Field(field.name(), of(field.schema())))
                    .toList();
            Schema record = Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
            schema.getAliases().forEach(record::addAlias);
            return record;
        }
    }

    /** As a schema comes back from the file of the table. */
    private static Schema reread(Schema schema) {
        return new Schema.Parser().parse(schema.toString());
    }

    private static Object read(Object datum, Schema writer, Schema reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(writer).write(datum, encoder);
        encoder.flush();
        // A stream that does not tell how many bytes are left: Avro 1.12.2 would misjudge arrays whose elements grew.
        FilterInputStream in = new FilterInputStream(new ByteArrayInputStream(bytes.toByteArray())) {};
        return new GenericDatumReader<>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(in, null));
    }

    /**
     * A schema without the order of fields, symbols and branches; without defaults, which a version may change; and
     * without names, of which the table's stay.
     */
    private static String normal(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                "record"
                        + schema.getFields().stream()
                                .map(field -> field.name() + ":" + normal(field.schema()))
                                .collect(Collectors.toCollection(TreeSet::new));
            case ENUM -> "enum" + new TreeSet<>(schema.getEnumSymbols());
            case ARRAY -> normal(schema.getElementType()) + "[]";
            case MAP -> normal(schema.getValueType()) + "{}";
            case UNION ->
                schema.getTypes().size() == 1
                        ? normal(schema.getTypes().get(0))
                        : schema.getTypes().stream()
                                .map(MergeOfVersionsPropertyTest::normal)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .toString();
            case FIXED -> "fixed" + schema.getFixedSize() + schema.getLogicalType();
            default -> schema.toString();
        };
    }
}
