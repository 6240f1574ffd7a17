/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Compatibility;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.Incompatibility;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.RandomSchemas;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import io.sluice.schema.resolution.MismatchKind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;

/** That it reads what Avro's reader reads, over thousands of random pairs of schemas, and refuses what is no value. */
class AvroResolverPropertyTest {

    @Property(tries = 3000)
    void readsWhatAvrosReaderAndAProjectionRead(@ForAll long seed) {
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        Schema writer = schemas.record();
        Optional<Schema> table = merged(writer, schemas.version(writer));
        Statistics.collect(table.isPresent());
        if (table.isPresent()) {
            AvroResolver resolver = AvroResolver.between(writer, table.get());
            SchemaProjection projection = SchemaProjection.between(writer, table.get());
            for (Object datum : new RandomData(writer, 3, seed)) {
                byte[] bytes = Encoded.bytes(datum, writer);

                GenericRecord read = resolver.read(bytes, 0);

                GenericRecord written = (GenericRecord) Encoded.read(bytes, writer, writer);
                assertThat(read).isEqualTo(projection.apply(written));
                assertThat(avros(bytes, writer, table.get()))
                        .as("%nwriter %s%ntable %s", writer, table.get())
                        .isEqualTo(read);
                assertThat(read.getSchema()).isSameAs(table.get());
            }
        }
    }

    private static Optional<Schema> merged(Schema table, Schema incoming) {
        try {
            return Optional.of(SchemaEvolution.merge(table, incoming));
        } catch (IncompatibleSchemaException e) {
            return Optional.empty();
        }
    }

    @Property(tries = 3000)
    void readsOfAnyVersionWhatAvrosReaderReads(@ForAll long seed) {
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        Schema writer = schemas.record();
        Schema reader = schemas.version(writer);
        AvroResolver resolver = AvroResolver.between(writer, reader);
        List<Incompatibility> problems = Compatibility.check(CompatibilityLevel.BACKWARD, reader, List.of(writer));
        // Of a record with another name Avro reads no field by its alias, or all of it, as it happens.
        Assume.that(problems.stream().noneMatch(found -> found.kind() == MismatchKind.NAME_MISMATCH));
        for (Object datum : new RandomData(writer, 3, seed)) {
            byte[] bytes = Encoded.bytes(datum, writer);

            Object ours = ours(resolver, bytes);
            Object avros = avros(bytes, writer, reader);

            Statistics.collect(ours instanceof GenericRecord, problems.isEmpty());
            if (avros instanceof GenericRecord) {
                assertThat(ours).as("%nwriter %s%nreader %s", writer, reader).isEqualTo(avros);
            }
            if (problems.isEmpty()) {
                assertThat(ours).isInstanceOf(GenericRecord.class);
            }
        }
    }

    private static Object ours(AvroResolver resolver, byte[] bytes) {
        try {
            return resolver.read(bytes, 0);
        } catch (UnreadableValueException e) {
            return "refused";
        }
    }

    private static Object avros(byte[] bytes, Schema writer, Schema reader) {
        try {
            return Encoded.read(bytes, writer, reader);
        } catch (AvroRuntimeException e) {
            return "refused: " + e.getMessage();
        }
    }

    @Property(tries = 3000)
    void refusesAnythingButTheWholeValue(@ForAll long seed) {
        Random random = new Random(seed);
        Schema schema = new RandomSchemas(random).record();
        AvroResolver resolver = AvroResolver.between(schema, schema);
        byte[] bytes = Encoded.bytes(new RandomData(schema, 1, seed).iterator().next(), schema);
        byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
        if (cut.length != bytes.length) {
            assertThat(ours(resolver, cut)).isEqualTo("refused");
        }
    }

    @Property(tries = 5000)
    void failsCleanlyOnDamagedBytes(@ForAll long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        Schema schema = schemas.record();
        AvroResolver resolver = AvroResolver.between(schema, schemas.version(schema));
        byte[] bytes = Encoded.bytes(new RandomData(schema, 1, seed).iterator().next(), schema);
        for (int i = 0; i < 1 + bytes.length / 10 && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        assertThat(ours(resolver, bytes)).isNotNull();
    }
}
