/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaUnionTest {

    private static MessageType schema(String fields) {
        return MessageTypeParser.parseMessageType("message m { " + fields + " }");
    }

    private static MessageType union(String older, String newer) {
        return SchemaUnion.of(schema(older), schema(newer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required int32 a | required int64 a | required int64 a",
                "required int32 a (INTEGER(8,true)) | required int32 a (INTEGER(16,true)) | required int32 a (INTEGER(16,true))",
                "required int32 a (INTEGER(8,true)) | required int32 a | required int32 a",
                "required int32 a (INTEGER(32,false)) | required int32 a | required int64 a",
                "required int32 a (INTEGER(16,false)) | required int32 a (INTEGER(8,true)) | required int32 a",
                "required int32 a (INTEGER(8,false)) | required int64 a (INTEGER(64,false)) | required int64 a (INTEGER(64,false))",
                "required int32 a | required float a | required double a",
                "required float a | required double a | required double a",
                "required int32 a (DECIMAL(5,2)) | required int64 a (DECIMAL(12,2)) | required int64 a (DECIMAL(12,2))",
                "required int32 a (DECIMAL(9,2)) | required int32 a (DECIMAL(5,2)) | required int32 a (DECIMAL(9,2))",
                "required int64 a (DECIMAL(18,2)) | required fixed_len_byte_array(4) a (DECIMAL(9,2)) | required fixed_len_byte_array(8) a (DECIMAL(18,2))",
                "required binary a (DECIMAL(20,0)) | required int32 a (DECIMAL(9,0)) | required fixed_len_byte_array(9) a (DECIMAL(20,0))",
                "required int64 a (TIMESTAMP(MILLIS,true)) | required int64 a (TIMESTAMP(NANOS,true)) | required int64 a (TIMESTAMP(NANOS,true))",
                "required int96 a | required int64 a (TIMESTAMP(MILLIS,true)) | required int64 a (TIMESTAMP(MICROS,true))",
                "required int32 a (TIME(MILLIS,true)) | required int64 a (TIME(MICROS,true)) | required int64 a (TIME(MICROS,true))",
                "required binary a (ENUM) | required binary a (STRING) | required binary a (STRING)",
                "required binary a (JSON) | required binary a (STRING) | required binary a",
                "optional int32 a (UNKNOWN) | required binary a (STRING) | optional binary a (STRING)",
                "required int32 a | optional int32 a | optional int32 a",
            })
    void theSmallestTypeThatHoldsBoth(String one, String other, String both) {
        assertThat(union(one + ";", other + ";")).isEqualTo(schema(both + ";"));
        assertThat(union(other + ";", one + ";")).isEqualTo(schema(both + ";"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required int64 a | required float a",
                "required int64 a | required double a",
                "required int64 a (INTEGER(64,false)) | required int64 a",
                "required int32 a (INTEGER(32,false)) | required double a",
                "required int32 a (DECIMAL(5,2)) | required int32 a (DECIMAL(5,3))",
                "required int32 a (DECIMAL(5,2)) | required int32 a",
                "required int64 a (TIMESTAMP(MILLIS,true)) | required int64 a (TIMESTAMP(MILLIS,false))",
                "required int96 a | required int64 a (TIMESTAMP(MILLIS,false))",
                "required int64 a (TIMESTAMP(MILLIS,true)) | required int64 a",
                "required int32 a (DATE) | required int32 a",
                "required int32 a (DATE) | required int64 a (TIMESTAMP(MILLIS,true))",
                "required fixed_len_byte_array(3) a | required fixed_len_byte_array(4) a",
                "required binary a | required fixed_len_byte_array(4) a",
                "required boolean a | required int32 a",
                "required binary a (STRING) | required int32 a",
            })
    void noTypeHoldsBoth(String one, String other) {
        assertThatThrownBy(() -> union(one + ";", other + ";"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("column 'a' is ")
                .hasMessageContaining("no type holds both");
    }

    @Test
    void aFieldThatOneLacksBecomesOptionalBehindTheOthers() {
        assertThat(union("required int32 a; required int32 b;", "required int64 c; required int32 a;"))
                .isEqualTo(schema("required int32 a; optional int32 b; optional int64 c;"));
    }

    @Test
    void fieldsAreTheSameByIdAndTheNewerNameWins() {
        assertThat(union("required int32 a = 1; required int32 b = 2;", "required int64 c = 1; required int32 b = 2;"))
                .isEqualTo(schema("required int64 c = 1; required int32 b = 2;"));
    }

    @Test
    void oneNameOfTwoIdsIsRefused() {
        assertThatThrownBy(() -> union("required int32 a = 1;", "required int32 a = 2;"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageStartingWith("columns 'a' and 'a'");
    }

    @Test
    void aNameWithoutAnIdIsThatOfOneWithAnId() {
        assertThat(union("required int32 a = 1;", "required int64 a;")).isEqualTo(schema("required int64 a = 1;"));
    }

    @Test
    void namesThatDifferByCaseOnlyAreRefused() {
        assertThatThrownBy(() -> union("required int32 userId;", "required int32 userid;"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "columns 'userId' and 'userid' differ by case only, if at all: Hive and Spark could not tell"
                                + " them apart");
    }

    @Test
    void spellingsOfAListBecomeTheFormatsOwn() {
        String old = "optional group l (LIST) { repeated binary array (STRING); }";
        String hive = "optional group l (LIST) { repeated group bag { optional binary array_element (STRING); } }";
        String own = "optional group l (LIST) { repeated group list { optional binary element (STRING); } }";

        assertThat(union(old, hive)).isEqualTo(schema(own));
        assertThat(union(hive, hive)).isEqualTo(schema(hive));
    }

    @Test
    void recordsAreUnitedInside() {
        assertThat(union(
                        "required group r { required int32 x; }",
                        "optional group r { required int64 x; required boolean y; }"))
                .isEqualTo(schema("optional group r { required int64 x; optional boolean y; }"));
    }

    @Test
    void aRecordIsNoList() {
        assertThatThrownBy(() -> union(
                        "required group r { required int32 x; }",
                        "required group r (LIST) { repeated group list { required int32 element; } }"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageStartingWith("column 'r' is of one kind in some files and of another in others");
    }
}
