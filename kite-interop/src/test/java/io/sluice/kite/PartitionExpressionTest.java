/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "year(\"ts\", \"year\")",
                "[year(\"ts\", \"year\"), month(\"ts\", \"month\"), day(\"ts\", \"day\")]",
                "[hour(\"a.b\", \"hour\"), minute(\"ts\",\"minute\")]",
                "hash(\"user\", \"user_hash\", 16)",
                "identity(\"user\", \"user_copy\", \"java.lang.Object\", -1)",
                "fixedSizeRange(\"id\", \"id_range\", 1000)",
                "range(\"id\", \"id_bound\", 5, 10)",
                "range(\"name\", \"letter\", \"m\", \"z\")",
                "dateFormat(\"ts\", \"day\", \"yyyy-MM-dd'T'HH\")",
                "provided(\"batch\", \"string\")",
            })
    void letsPassWhatKiteWrites(String expression) {
        assertThat(PartitionExpression.isSafe(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "new(\"java.io.File\",\"/tmp/x\").createNewFile()",
                "year(\"ts\", \"year\").getClass()",
                "year(new(\"java.io.File\",\"/tmp/x\").createNewFile())",
                "[year(\"ts\", \"year\"), new(\"java.lang.ProcessBuilder\",\"id\").start()]",
                "year(\"ts\", \"year\"); new(\"java.io.File\",\"x\")",
                "year(\"ts\\\", \"year\")",
                "identity(\"user\", \"user_copy\", \"com.example.Loaded\", -1)",
                "[{\"type\":\"year\",\"source\":\"ts\"}]",
                "''.class.forName(\"java.lang.Runtime\")",
            })
    void stopsEverythingElse(String expression) {
        assertThat(PartitionExpression.isSafe(expression)).isFalse();
    }

    @Property
    void noTextInsideALiteralEndsTheLiteral(@ForAll @StringLength(max = 20) String text) {
        boolean plain = text.matches("[A-Za-z0-9_.:' -]*");
        assertThat(PartitionExpression.isSafe("year(\"ts\", \"" + text + "\")")).isEqualTo(plain);
    }
}
