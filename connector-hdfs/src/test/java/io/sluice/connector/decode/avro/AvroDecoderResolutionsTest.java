/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What a change of schema costs. */
class AvroDecoderResolutionsTest {

    /** Version n has a field of its own beside the one that all have. A record of it is "n, null". */
    private static Schema version(int n) {
        return SchemaBuilder.record("Click")
                .fields()
                .requiredInt("n")
                .optionalString("only" + n)
                .endRecord();
    }

    private static SinkRecord record(int version, int n) {
        byte[] body = {(byte) (2 * n), 0};
        return new SinkRecord(
                "clicks",
                0,
                null,
                null,
                null,
                ConfluentWireFormat.frame(version, body),
                n,
                0L,
                TimestampType.NO_TIMESTAMP_TYPE);
    }

    @Test
    void aSchemaChangeCostsOneResolution() {
        AvroDecoder decoder = AvroDecoder.named(AvroDecoderResolutionsTest::version, Optional.empty());
        for (int i = 0; i < 60; i++) {
            decoder.decode(record(1, i));
        }
        assertThat(decoder.resolutions()).isEqualTo(1);

        for (int i = 0; i < 60; i++) {
            assertThat(decoder.decode(record(2, i)).get("n")).isEqualTo(i);
        }

        assertThat(decoder.resolutions()).isEqualTo(2);
    }

    @Test
    void versionsThatAlternateCostOneResolutionEachOnceTheTableHoldsThem() {
        int versions = 500;
        AvroDecoder decoder = AvroDecoder.named(AvroDecoderResolutionsTest::version, Optional.empty());
        // Each new version grows the table, the old ones are not in use between: one resolution each.
        for (int version = 0; version < versions; version++) {
            decoder.decode(record(version, 1));
        }
        assertThat(decoder.resolutions()).isEqualTo(versions);

        Random random = new Random(3);
        Set<Schema> schemas = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            GenericRecord row = decoder.decode(record(random.nextInt(versions), 5));
            schemas.add(row.getSchema());
        }

        assertThat(schemas).hasSize(1);
        // Once more for each but the last version, to the schema that the table came to have.
        assertThat(decoder.resolutions()).isEqualTo(2 * versions - 1);
    }

    @Test
    void aRecordThatTheTableRefusesCostsTheOthersNothing() {
        AvroDecoder decoder = AvroDecoder.named(AvroDecoderResolutionsTest::version, Optional.empty());
        Schema before = decoder.decode(record(1, 7)).getSchema();

        decoder.forget("clicks");
        decoder.adopt("clicks", new Schema.Parser().parse(before.toString()));

        assertThat(decoder.decode(record(1, 8)).getSchema()).isSameAs(before);
        assertThat(decoder.resolutions()).isEqualTo(1);
    }

    @Test
    void aTableThatIsForgottenBeginsAnew() {
        AvroDecoder decoder = AvroDecoder.named(AvroDecoderResolutionsTest::version, Optional.empty());
        decoder.decode(record(1, 7));
        decoder.decode(record(2, 7));

        decoder.forget("clicks");

        assertThat(decoder.decode(record(1, 8)).getSchema()).isEqualTo(version(1));
    }

    @Test
    void aSchemaIsAskedForOnce() {
        int[] asked = {0};
        SchemaSource source = id -> {
            asked[0]++;
            return version(id);
        };
        AvroDecoder decoder = AvroDecoder.named(source, Optional.empty());
        for (int i = 0; i < 10; i++) {
            decoder.decode(record(1, i));
            decoder.decode(record(2, i));
        }
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void aRegistryThatIsDownIsNoFaultOfTheRecord() {
        boolean[] down = {true};
        AvroDecoder decoder = AvroDecoder.named(
                id -> {
                    if (down[0]) {
                        throw new RegistryUnavailableException("http://registry:8081 does not answer", null);
                    }
                    return version(id);
                },
                Optional.empty());

        assertThatThrownBy(() -> decoder.decode(record(1, 7)))
                .isInstanceOf(RetriableException.class)
                .hasMessage("http://registry:8081 does not answer");
        down[0] = false;
        assertThat(decoder.decode(record(1, 7)).get("n")).isEqualTo(7);
    }
}
