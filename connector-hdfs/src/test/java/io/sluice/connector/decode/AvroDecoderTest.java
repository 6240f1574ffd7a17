/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.decode.avro.AvroDecoder;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.avro.SingleObjectEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroDecoderTest {

    private static final Schema V1 =
            SchemaBuilder.record("Click").fields().requiredInt("n").endRecord();
    private static final Schema V2 = SchemaBuilder.record("Click")
            .fields()
            .requiredLong("n")
            .optionalString("page")
            .endRecord();
    private static final Schema ALL = SchemaBuilder.record("All")
            .fields()
            .requiredBoolean("bool")
            .requiredInt("int")
            .requiredLong("long")
            .requiredFloat("float")
            .requiredDouble("double")
            .requiredString("string")
            .requiredBytes("bytes")
            .name("fixed")
            .type()
            .fixed("Two")
            .size(2)
            .noDefault()
            .name("kind")
            .type()
            .enumeration("Kind")
            .symbols("A", "B")
            .noDefault()
            .name("list")
            .type()
            .array()
            .items()
            .longType()
            .noDefault()
            .name("map")
            .type()
            .map()
            .values()
            .stringType()
            .noDefault()
            .optionalString("maybe")
            .endRecord();

    @TempDir
    private Path directory;

    @Test
    void shouldReadEachValueByTheSchemaThatItNamesAndGrowTheTables() throws IOException {
        put("1.avsc", V1);
        put("2-click.avsc", V2);
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());

        GenericRecord first = read(pipeline, framed(1, click(V1, 7)));
        GenericRecord second = read(pipeline, framed(2, click(V2, 8L)));
        GenericRecord third = read(pipeline, framed(1, click(V1, 9)));

        assertThat(first.getSchema()).isEqualTo(V1);
        assertThat(first.get("n")).isEqualTo(7);
        assertThat(second.getSchema()).isEqualTo(SchemaEvolution.merge(V1, V2));
        assertThat(second.get("n")).isEqualTo(8L);
        assertThat(third.getSchema()).isSameAs(second.getSchema());
        assertThat(third).hasToString("{\"n\": 9, \"page\": null}");
    }

    @Test
    void shouldGoOnFromTheTablesSchemaWhenOneWasRefused() throws IOException {
        put("1.avsc", V1);
        put("2.avsc", V2);
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());

        read(pipeline, framed(2, click(V2, 8L)));
        pipeline.forget("web.clicks");
        assertThat(read(pipeline, framed(1, click(V1, 7))).getSchema()).isEqualTo(V1);

        pipeline.adopt("web.clicks", V2);
        assertThat(read(pipeline, framed(1, click(V1, 7))).getSchema()).isSameAs(V2);
    }

    @Test
    void shouldReadARecordOfASchemaThatTheTableCannotHoldAsItIs() throws IOException {
        Schema other =
                SchemaBuilder.record("Click").fields().requiredString("n").endRecord();
        put("1.avsc", V1);
        put("2.avsc", other);
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());

        read(pipeline, framed(1, click(V1, 7)));

        assertThat(read(pipeline, framed(2, click(other, new Utf8("x")))).getSchema())
                .isEqualTo(other);
        assertThat(read(pipeline, framed(1, click(V1, 7))).getSchema()).isEqualTo(V1);
    }

    @Test
    void shouldReadSingleObjectsByTheFingerprintOfAKnownSchema() throws IOException {
        put("click.avsc", V1);
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());

        assertThat(read(pipeline, singleObject(click(V1, 7))).get("n")).isEqualTo(7);
        assertThatThrownBy(() -> read(pipeline, singleObject(click(V2, 8L))))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "web.clicks-3@42: no schema with the fingerprint %016x: put it into %s as an .avsc file,"
                                + " where there are 1 now",
                        SingleObjectEncoding.fingerprint(V2), directory);
    }

    @Test
    void shouldTellASingleObjectFromAPlainBody() throws IOException {
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "avro", "value.schema.file", put("v1", V1).toString());

        assertThat(read(pipeline, singleObject(click(V1, 7))).get("n")).isEqualTo(7);
        // C3 01: a plain body that begins as a single object does.
        assertThat(read(pipeline, body(click(V1, -98))).get("n")).isEqualTo(-98);
    }

    @Test
    void shouldResolveToTheReaderSchemaIfThereIsOne() throws IOException {
        put("1.avsc", V1);
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "avro",
                "schema.directory", directory.toString(),
                "value.schema.file", put("reader", V2).toString());

        GenericRecord row = read(pipeline, framed(1, click(V1, 7)));

        assertThat(row.getSchema()).isEqualTo(V2);
        assertThat(row).hasToString("{\"n\": 7, \"page\": null}");
    }

    @Test
    void shouldFindASchemaThatIsPutThereLater() throws IOException {
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());

        assertThatThrownBy(() -> read(pipeline, framed(5, click(V1, 7))))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: no schema 5: put it into " + directory + " as 5.avsc");

        put("6.avsc", V1);
        assertThat(read(pipeline, framed(6, click(V1, 7))).get("n")).isEqualTo(7);
    }

    @Test
    void shouldReadPlainBodiesOfOneSchema() throws IOException {
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "avro", "value.schema.file", put("v1", V1).toString());

        assertThat(read(pipeline, body(click(V1, -1))).get("n")).isEqualTo(-1);
    }

    @Test
    void shouldSayWhatTheBytesLackAndGoOn() throws IOException {
        put("2.avsc", V2);
        put("9.avsc", Schema.create(Schema.Type.STRING));
        RecordPipeline pipeline = Pipelines.of("value.format", "avro", "schema.directory", directory.toString());
        byte[] good = framed(2, click(V2, 8L));

        assertThatThrownBy(() -> read(pipeline, "{\"n\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("it looks like JSON");
        assertThatThrownBy(() -> read(pipeline, new byte[0])).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> read(pipeline, Arrays.copyOf(good, good.length - 1)))
                .hasMessageContaining(
                        "not a value of Avro schema Click: field \"page\": the value ends in the middle of it");
        assertThatThrownBy(() -> read(pipeline, Arrays.copyOf(good, good.length + 2)))
                .hasMessageContaining("not a value of Avro schema Click: 2 bytes are left over");
        assertThatThrownBy(() -> read(pipeline, ConfluentWireFormat.frame(9, new byte[] {0})))
                .hasMessageContaining("expected values that are records, but their Avro schema is string");
        assertThat(read(pipeline, good).get("n")).isEqualTo(8L);
    }

    @Test
    void shouldNotReserveMemoryForALengthThatALieTells() throws IOException {
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "avro", "value.schema.file", put("v2", V2).toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(1);
        encoder.writeIndex(1);
        encoder.writeLong(2_000_000_000);

        assertThatThrownBy(() -> read(pipeline, bytes.toByteArray()))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("field \"page\": a length of 2000000000 bytes, where 0 bytes are left");
    }

    @Test
    void shouldRefuseToStartWithoutAReadableSchema() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.avsc"), "{");
        Path text = put("text.avsc", Schema.create(Schema.Type.STRING));

        assertThatThrownBy(() -> Pipelines.of("value.format", "avro", "value.schema.file", broken.toString()))
                .hasMessageContaining("value.schema.file")
                .hasMessageContaining("is not an Avro schema");
        assertThatThrownBy(() -> Pipelines.of("value.format", "avro", "value.schema.file", text.toString()))
                .hasMessageContaining("must be the schema of a record, but is string");
    }

    @Property(tries = 300)
    void readsWhatAvrosOwnEncoderWrites(@ForAll("values") GenericRecord value) throws IOException {
        GenericRecord read = AvroDecoder.plain(ALL).decode(Records.of(body(value), 0));

        assertThat(read).isEqualTo(value);
    }

    @Property(tries = 300)
    void failsCleanlyOnAnyOtherBytes(@ForAll byte[] bytes) {
        try {
            AvroDecoder.plain(ALL).decode(Records.of(bytes, 0));
        } catch (BadValueException expected) {
            assertThat(expected).hasMessageStartingWith("not a value of Avro schema All: ");
        }
    }

    @Property(tries = 300)
    void failsCleanlyOnADamagedValue(@ForAll("values") GenericRecord value, @ForAll int at, @ForAll byte damage)
            throws IOException {
        byte[] bytes = body(value);
        bytes[Math.floorMod(at, bytes.length)] ^= damage;

        failsCleanlyOnAnyOtherBytes(bytes);
    }

    @Provide
    Arbitrary<GenericRecord> values() {
        return Arbitraries.randomValue(random -> {
            GenericRecord record = new GenericData.Record(ALL);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            record.put("bool", random.nextBoolean());
            record.put("int", random.nextInt() >> random.nextInt(32));
            record.put("long", random.nextLong() >> random.nextInt(64));
            record.put("float", random.nextFloat());
            record.put("double", random.nextGaussian());
            record.put("string", new Utf8("é".repeat(random.nextInt(200))));
            record.put("bytes", ByteBuffer.wrap(bytes));
            record.put("fixed", new GenericData.Fixed(ALL.getField("fixed").schema(), new byte[] {1, (byte) 200}));
            record.put("kind", new GenericData.EnumSymbol(ALL.getField("kind").schema(), "B"));
            record.put("list", random.longs(random.nextInt(5)).boxed().toList());
            record.put("map", random.nextBoolean() ? Map.of() : Map.of(new Utf8("k"), new Utf8("v")));
            record.put("maybe", random.nextBoolean() ? null : new Utf8("x"));
            return record;
        });
    }

    private Path put(String name, Schema schema) throws IOException {
        return Files.writeString(directory.resolve(name), schema.toString());
    }

    private static GenericRecord click(Schema schema, Object n) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("n", n);
        return record;
    }

    private static byte[] singleObject(GenericRecord record) throws IOException {
        return SingleObjectEncoding.frame(record.getSchema(), body(record));
    }

    private static byte[] framed(int id, GenericRecord record) throws IOException {
        return ConfluentWireFormat.frame(id, body(record));
    }

    private static byte[] body(GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord read(RecordPipeline pipeline, byte[] value) {
        return pipeline.process(Records.of(value, 42)).orElseThrow().value();
    }
}
