/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class ContentChecksumTest {

    private static final Schema OLD = SchemaBuilder.record("R")
            .fields()
            .requiredInt("id")
            .requiredString("name")
            .endRecord();
    private static final Schema NEW = SchemaBuilder.record("R")
            .fields()
            .requiredString("name")
            .requiredDouble("id")
            .optionalString("added")
            .endRecord();

    private static GenericRecord old(int id, String name) {
        return new GenericRecordBuilder(OLD).set("id", id).set("name", name).build();
    }

    private static GenericRecord evolved(double id, String name) {
        return new GenericRecordBuilder(NEW).set("id", id).set("name", name).build();
    }

    private static String of(List<GenericRecord> rows) {
        ContentChecksum checksum = new ContentChecksum();
        rows.forEach(checksum::add);
        return checksum.value();
    }

    @Test
    void shouldNotDependOnOrderOrSchemaVersion() {
        assertThat(of(List.of(old(1, "a"), old(2, "b")))).isEqualTo(of(List.of(evolved(2, "b"), evolved(1, "a"))));
    }

    @Test
    void shouldSeeADuplicateALossAndAnExchange() {
        String good = of(List.of(old(1, "a"), old(2, "b")));

        assertThat(of(List.of(old(1, "a"), old(2, "b"), old(2, "b")))).isNotEqualTo(good);
        assertThat(of(List.of(old(1, "a")))).isNotEqualTo(good);
        assertThat(of(List.of(old(1, "b"), old(2, "a")))).isNotEqualTo(good);
        assertThat(of(List.of(old(1, "a"), old(1, "a")))).isNotEqualTo(of(List.of(old(2, "b"), old(2, "b"))));
    }

    @Test
    void shouldTellApartTextThatLooksAlike() {
        assertThat(of(List.of(old(1, "a\",b=\"c")))).isNotEqualTo(of(List.of(old(1, "a,b=c"))));
    }
}
