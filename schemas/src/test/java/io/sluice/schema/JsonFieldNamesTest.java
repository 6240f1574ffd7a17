/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFieldNamesTest {

    @ParameterizedTest
    @CsvSource({
        "user, user",
        "user_id, user_id",
        "_id, _id",
        "user-id, user_x002d_id",
        "2fa, _x0032_fa",
        "'', _x_",
        "@type, _x0040_type",
        "größe, gr_x00f6__x00df_e",
        "a_x0041_b, a_x005f_x0041_b",
        "_x_, _x005f_x_"
    })
    void escapesWhatAvroDoesNotAllow(String member, String name) {
        assertThat(JsonFieldNames.toAvro(member)).isEqualTo(name);
        assertThat(JsonFieldNames.fromAvro(name)).isEqualTo(member);
    }

    @Property
    void everyNameCanBeHadBack(@ForAll("members") String member) {
        String name = JsonFieldNames.toAvro(member);
        assertThat(name).matches("[A-Za-z_][A-Za-z0-9_]*");
        assertThat(JsonFieldNames.fromAvro(name)).isEqualTo(member);
    }

    @Provide
    Arbitrary<String> members() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().withChars("_x05af9-").ofMaxLength(12));
    }
}
