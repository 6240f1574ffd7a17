/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroResolverTest {

    private static Schema record(Schema field) {
        return SchemaBuilder.record("r")
                .fields()
                .name("f")
                .type(field)
                .noDefault()
                .endRecord();
    }

    private static Schema nullable(boolean nullFirst) {
        Schema none = Schema.create(Schema.Type.NULL);
        Schema number = Schema.create(Schema.Type.INT);
        return nullFirst ? Schema.createUnion(none, number) : Schema.createUnion(number, none);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsWhatMayBeNullWhereverNullStands(boolean nullFirst) {
        AvroResolver resolver = AvroResolver.between(record(nullable(nullFirst)), record(nullable(true)));
        byte first = 0;
        byte second = 2;

        assertThat(resolver.read(new byte[] {nullFirst ? first : second}, 0).get("f"))
                .isNull();
        assertThat(resolver.read(new byte[] {nullFirst ? second : first, 14}, 0).get("f"))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 3, 4, 5})
    void refusesABranchThatTheUnionDoesNotHave(byte branch) {
        AvroResolver resolver = AvroResolver.between(record(nullable(true)), record(nullable(true)));

        assertThatThrownBy(() -> resolver.read(new byte[] {branch, 14}, 0))
                .isInstanceOf(UnreadableValueException.class)
                .hasMessageMatching("field \"f\": branch -?\\d is said to be taken of a union that has 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesANullWhereNoneMayBe(boolean nullFirst) {
        AvroResolver resolver =
                AvroResolver.between(record(nullable(nullFirst)), record(Schema.create(Schema.Type.INT)));
        byte first = 0;
        byte second = 2;

        assertThat(resolver.read(new byte[] {nullFirst ? second : first, 14}, 0).get("f"))
                .isEqualTo(7);
        assertThatThrownBy(() -> resolver.read(new byte[] {nullFirst ? first : second}, 0))
                .hasMessage("field \"f\": a value of type null was written, and int is to be read");
    }
}
