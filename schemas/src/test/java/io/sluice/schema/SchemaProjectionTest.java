/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Examples; that it agrees with Avro's reader is shown in {@link SchemaEvolutionPropertyTest}. */
class SchemaProjectionTest {

    private static Schema record(String fields) {
        return new Schema.Parser().parse(("{'type':'record','name':'R','fields':[" + fields + "]}").replace('\'', '"'));
    }

    @Test
    void sharesARecordThatNeedsNoChange() {
        Schema schema = record("{'name':'a','type':'int'}");
        GenericRecord record = new GenericRecordBuilder(schema).set("a", 1).build();
        assertThat(SchemaProjection.between(schema, schema).apply(record)).isSameAs(record);
    }

    @Test
    void fillsPromotesAndReorders() {
        Schema writer = record("{'name':'b','type':{'type':'array','items':'int'}},{'name':'a','type':'int'}");
        Schema table = record("{'name':'a','type':['null','long'],'default':null},"
                + "{'name':'c','type':{'type':'array','items':'string'},'default':['x']},"
                + "{'name':'b','type':{'type':'array','items':'double'}}");
        SchemaProjection projection = SchemaProjection.between(writer, table);
        GenericRecord record = new GenericRecordBuilder(writer)
                .set("a", 1)
                .set("b", List.of(1, 2))
                .build();
        GenericRecord projected = projection.apply(record);
        assertThat(projected.getSchema()).isSameAs(projection.target());
        assertThat(projected.get("a")).isEqualTo(1L);
        assertThat(projected.get("b")).isEqualTo(List.of(1.0, 2.0));
        assertThat(projected.get("c")).hasToString("[x]");
        assertThat(projection.apply(record).get("c")).isNotSameAs(projected.get("c"));
    }

    @Test
    void readsFieldsUnderTheirAliases() {
        Schema writer = record("{'name':'old','type':'int'}");
        Schema table = record("{'name':'new','type':'int','aliases':['old']}");
        GenericRecord record = new GenericRecordBuilder(writer).set("old", 5).build();
        assertThat(SchemaProjection.between(writer, table).apply(record).get("new"))
                .isEqualTo(5);
    }

    @Test
    void refusesASchemaThatTheTableDoesNotHold() {
        assertThatThrownBy(() -> SchemaProjection.between(
                        record("{'name':'a','type':'long'}"), record("{'name':'a','type':'int'}")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessage("field \"a\": the table has int, the new schema has long. The table's schema does not hold"
                        + " this one.");
        assertThatThrownBy(() -> SchemaProjection.between(
                        record("{'name':'a','type':'long'}"), record("{'name':'b','type':'int'}")))
                .hasMessageStartingWith(
                        "field \"b\": the table has int without a default, the new schema has no such field");
    }

    @Test
    void namesADatumThatIsNotOfItsSchema() {
        Schema writer = record("{'name':'m','type':{'type':'map','values':'int'}}");
        Schema table = record("{'name':'m','type':{'type':'map','values':'long'}}");
        GenericRecord bad = new GenericData.Record(writer);
        bad.put("m", Map.of("k", "text"));
        assertThatThrownBy(() -> SchemaProjection.between(writer, table).apply(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
    }
}
