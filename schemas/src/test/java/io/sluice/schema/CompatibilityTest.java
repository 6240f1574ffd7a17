/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Incompatibility.Reader;
import io.sluice.schema.resolution.MismatchKind;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompatibilityTest {

    private static final Schema ID =
            SchemaBuilder.record("R").fields().requiredLong("id").endRecord();
    private static final Schema ID_NAME = SchemaBuilder.record("R")
            .fields()
            .requiredLong("id")
            .requiredString("name")
            .endRecord();
    private static final Schema ID_OPTIONAL_NAME = SchemaBuilder.record("R")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .endRecord();

    private static List<Incompatibility> check(CompatibilityLevel level, Schema newSchema, Schema... history) {
        return Compatibility.check(level, newSchema, List.of(history));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstVersionIsCompatibleWithAll(CompatibilityLevel level) {
        assertThat(check(level, ID)).isEmpty();
    }

    @Test
    void noneAllowsAnything() {
        assertThat(check(CompatibilityLevel.NONE, Schema.create(Schema.Type.INT), ID))
                .isEmpty();
    }

    @Test
    void backwardLetsFieldsGoAndForwardLetsThemCome() {
        assertThat(check(CompatibilityLevel.BACKWARD, ID, ID_NAME)).isEmpty();
        assertThat(check(CompatibilityLevel.FORWARD, ID_NAME, ID)).isEmpty();

        assertThat(check(CompatibilityLevel.BACKWARD, ID_NAME, ID))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reader()).isEqualTo(Reader.NEW);
                    assertThat(found.kind()).isEqualTo(MismatchKind.READER_FIELD_MISSING_DEFAULT_VALUE);
                    assertThat(found.version()).isZero();
                });
        assertThat(check(CompatibilityLevel.FORWARD, ID, ID_NAME))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reader()).isEqualTo(Reader.OLD);
                    assertThat(found.kind()).isEqualTo(MismatchKind.READER_FIELD_MISSING_DEFAULT_VALUE);
                });
    }

    @Test
    void fullIsBoth() {
        assertThat(check(CompatibilityLevel.FULL, ID_OPTIONAL_NAME, ID)).isEmpty();
        assertThat(check(CompatibilityLevel.FULL, ID_NAME, ID))
                .extracting(Incompatibility::reader)
                .containsExactly(Reader.NEW);
        assertThat(check(CompatibilityLevel.FULL, ID, ID_NAME))
                .extracting(Incompatibility::reader)
                .containsExactly(Reader.OLD);
    }

    @Test
    void onlyTheTransitiveLevelsLookPastTheLatest() {
        assertThat(check(CompatibilityLevel.BACKWARD, ID_NAME, ID, ID_OPTIONAL_NAME, ID_NAME))
                .isEmpty();
        assertThat(check(CompatibilityLevel.BACKWARD_TRANSITIVE, ID_NAME, ID, ID_NAME))
                .extracting(Incompatibility::version)
                .containsExactly(0);
        assertThat(check(CompatibilityLevel.FORWARD_TRANSITIVE, ID, ID_NAME, ID))
                .extracting(Incompatibility::version)
                .containsExactly(0);
        assertThat(check(CompatibilityLevel.FULL_TRANSITIVE, ID_NAME, ID, ID_NAME, ID))
                .extracting(Incompatibility::version)
                .containsExactly(2, 0);
    }
}
