/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.RandomSchemas;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

class AvroEncoderTest {

    @Property(tries = 2000)
    void writesWhatAvrosWriterWrites(@ForAll long seed) {
        Schema schema = new RandomSchemas(new Random(seed)).record();
        AvroEncoder encoder = AvroEncoder.of(schema);
        AvroResolver resolver = AvroResolver.between(schema, schema);
        AvroSkipper skipper = AvroSkipper.of(schema);
        AvroOutput all = new AvroOutput();
        AvroOutput one = new AvroOutput();
        int count = 0;
        for (Object datum : new RandomData(schema, 4, seed)) {
            byte[] avros = Encoded.bytes(datum, schema);
            one.clear();
            encoder.write((GenericRecord) datum, one);
            assertThat(one.written()).isEqualTo(ByteBuffer.wrap(avros));
            one.clear();
            GenericRecord read = resolver.read(avros, 0);
            encoder.write(read, one);
            // A map that was read may have another order.
            assertThat(resolver.read(bytes(one), 0)).isEqualTo(read);
            encoder.write((GenericRecord) datum, all);
            count++;
        }

        AvroInput in = AvroInput.ofMany(all.written().array(), 0, all.written().remaining());
        for (int i = 0; i < count; i++) {
            skipper.skip(in);
        }
        assertThat(in.remaining()).isZero();
    }

    private static byte[] bytes(AvroOutput out) {
        byte[] bytes = new byte[out.written().remaining()];
        out.written().get(bytes);
        return bytes;
    }

    @Test
    void recursiveRecordsAreWritten() {
        Schema list = new Schema.Parser().parse("""
                {"type":"record","name":"L","fields":[
                 {"name":"v","type":"long"},{"name":"next","type":["null","L"],"default":null}]}""");
        GenericRecord last = new GenericData.Record(list);
        last.put("v", 2L);
        GenericRecord first = new GenericData.Record(list);
        first.put("v", Long.MIN_VALUE);
        first.put("next", last);

        AvroOutput out = new AvroOutput();
        AvroEncoder.of(list).write(first, out);

        assertThat(out.written()).isEqualTo(ByteBuffer.wrap(Encoded.bytes(first, list)));
    }

    @Test
    void namesTheFieldThatIsNotWhatItShouldBe() {
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .requiredLong("id")
                .optionalString("name")
                .endRecord();
        GenericRecord record = new GenericData.Record(schema);
        assertThatThrownBy(() -> AvroEncoder.of(schema).write(record, new AvroOutput()))
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessage("field \"id\" is to be \"long\", and is null");
        record.put("id", 1);
        record.put("name", 5);
        assertThatThrownBy(() -> AvroEncoder.of(schema).write(record, new AvroOutput()))
                .hasMessageContaining("field \"name\"")
                .hasMessageEndingWith("and is a java.lang.Integer");
    }
}
