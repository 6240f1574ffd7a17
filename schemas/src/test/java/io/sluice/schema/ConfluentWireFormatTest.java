/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfluentWireFormatTest {

    @Test
    void framesAndReads() {
        byte[] framed = ConfluentWireFormat.frame(0x01020304, new byte[] {9, 8});
        assertThat(framed).containsExactly(0, 1, 2, 3, 4, 9, 8);
        assertThat(ConfluentWireFormat.schemaId(framed)).isEqualTo(0x01020304);
        assertThat(ConfluentWireFormat.schemaId(ConfluentWireFormat.frame(7, new byte[0])))
                .isEqualTo(7);
    }

    @Test
    void saysWhatItFoundInstead() {
        assertThatThrownBy(() -> ConfluentWireFormat.schemaId("{\"a\":1}".getBytes(UTF_8)))
                .isInstanceOf(WireFormatException.class)
                .hasMessage(
                        "not in Confluent's wire format: it begins with byte 0x7b instead of 0x00; it looks like JSON");
        assertThatThrownBy(() -> ConfluentWireFormat.schemaId(new byte[] {0, 0, 0}))
                .hasMessage("not in Confluent's wire format: 3 bytes, and the header alone has 5");
        assertThatThrownBy(() -> ConfluentWireFormat.schemaId(new byte[] {0, -1, -1, -1, -1}))
                .hasMessage("not in Confluent's wire format: schema id -1 is negative");
        assertThatThrownBy(() -> ConfluentWireFormat.schemaId("Obj\1\0".getBytes(UTF_8)))
                .hasMessageEndingWith("it looks like an Avro container file");
    }
}
