/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

class FloatOrderTest {

    private static final String SCHEMA = """
            message m {
              required double d = 3;
              required group l (LIST) = 4 { repeated group list { optional float element = 5; } }
              optional int64 n (TIMESTAMP(MICROS,true)) = 6;
              required binary s (STRING);
            }""";

    @Test
    void onlyTheOrderOfFloatsIsAnother() {
        MessageType schema = MessageTypeParser.parseMessageType(SCHEMA);
        assertThat(schema.getColumns())
                .extracting(c -> FloatOrder.isOfIeee(c.getPrimitiveType()))
                .containsExactly(true, true, false, false);

        MessageType known = FloatOrder.asAllReadersKnow(schema);

        assertThat(known.getColumns())
                .extracting(ColumnDescriptor::getPrimitiveType)
                .allMatch(type -> type.columnOrder().equals(ColumnOrder.typeDefined()));
        assertThat(known.toString().replace(" columnorder(TYPE_DEFINED_ORDER)", ""))
                .isEqualTo(schema.toString());
        assertThat(FloatOrder.asAllReadersKnow(known)).isEqualTo(known);
    }
}
