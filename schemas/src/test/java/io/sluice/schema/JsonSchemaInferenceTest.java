/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.JsonSchemaInference.OnConflict;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class JsonSchemaInferenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchemaInference strict = new JsonSchemaInference("event", OnConflict.FAIL);
    private final JsonSchemaInference lenient = new JsonSchemaInference("event", OnConflict.STRING);

    private static List<JsonNode> samples(String... texts) {
        List<JsonNode> samples = new ArrayList<>();
        for (String text : texts) {
            try {
                samples.add(JSON.readTree(text.replace('\'', '"')));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
        return samples;
    }

    private static String fields(Schema schema) {
        StringBuilder text = new StringBuilder();
        schema.getFields()
                .forEach(field -> text.append(text.isEmpty() ? "" : " ")
                        .append(field.name())
                        .append(':')
                        .append(type(field.schema())));
        return text.toString();
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                type(schema.getTypes().get(schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0)) + "?";
            case ARRAY -> "[" + type(schema.getElementType()) + "]";
            case RECORD -> schema.getFullName() + "{" + fields(schema) + "}";
            default -> schema.getType().getName();
        };
    }

    @Test
    void infersEachKindOfValue() {
        Schema schema = strict.infer(samples(
                "{'s':'x','l':1,'big':9223372036854775808,'d':1.5,'b':true,'a':[1,2.5],'o':{'x':{'y':1}},'list':[{'p':1},"
                        + "{'q':'z'}]}"));
        assertThat(fields(schema))
                .isEqualTo("s:string? l:long? big:double? d:double? b:boolean? a:[double?]? "
                        + "o:event.o{x:event.o.x{y:long?}?}? list:[event.list{p:long? q:string?}?]?");
        assertThat(schema.getField("s").hasDefaultValue()).isTrue();
        SchemaEvolution.requireTabular(schema);
    }

    @Test
    void leavesOutWhatHasNoTypeYet() {
        assertThat(fields(strict.infer(samples("{'n':null,'e':[],'o':{},'on':{'x':null},'k':1}", "{'n':2}"))))
                .isEqualTo("n:long? k:long?");
        assertThatThrownBy(() -> strict.infer(samples("{}")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("No member of the samples has a value");
    }

    @Test
    void widensOverSamples() {
        assertThat(fields(strict.infer(samples("{'a':1}", "{'a':2.5,'b':'x'}"))))
                .isEqualTo("a:double? b:string?");
    }

    @Test
    void namesAConflict() {
        assertThatThrownBy(() -> strict.infer(samples("{'o':{'a':1}}", "{'o':{'a':'x'}}")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("field \"o.a\": the table has long, the new schema has string.");
        assertThatThrownBy(() -> strict.infer(samples("[1]"))).hasMessageContaining("Each value must be a JSON object");
    }

    @Test
    void conflictsMayBecomeStrings() {
        assertThat(fields(lenient.infer(samples("{'a':1,'b':{'x':1},'c':[1]}", "{'a':'x','b':2,'c':['y']}"))))
                .isEqualTo("a:string? b:string? c:[string?]?");
    }

    @Test
    void widensATable() {
        Schema table = strict.infer(samples("{'a':1,'o':{'x':1}}"));
        assertThat(strict.widen(table, samples("{'a':7,'o':{'x':null}}", "{'a':null}")))
                .isSameAs(table);
        assertThat(fields(strict.widen(table, samples("{'a':7.5,'o':{'y':true}}"))))
                .isEqualTo("a:double? o:event.o{x:long? y:boolean?}?");
        assertThatThrownBy(() -> strict.widen(table, samples("{'a':'x'}")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("field \"a\": the table has long, the new schema has string.");
    }

    @Test
    void aColumnOfStringsTakesAnythingIfAllowed() {
        Schema table = lenient.infer(samples("{'a':'x'}"));
        assertThat(lenient.widen(table, samples("{'a':{'b':1}}", "{'a':[1]}", "{'a':5}")))
                .isSameAs(table);
        assertThatThrownBy(() -> strict.widen(table, samples("{'a':5}")))
                .isInstanceOf(IncompatibleSchemaException.class);
    }

    @Test
    void aDeclaredTableKeepsItsTypesWhereValuesFit() {
        Schema table = new Schema.Parser()
                .parse(("{'type':'record','name':'Declared','namespace':'com.x','fields':["
                                + "{'name':'id','type':'int'},"
                                + "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}},"
                                + "{'name':'kind','type':{'type':'enum','name':'K','symbols':['A']}},"
                                + "{'name':'in','type':{'type':'record','name':'Inner','fields':[{'name':'x','type':'int'}]}},"
                                + "{'name':'tags','type':{'type':'map','values':'string'}}]}")
                        .replace('\'', '"'));
        String fitting = "{'id':1,'at':1700000000000,'kind':'A','in':{'x':1},'tags':{'a':'b'}}";
        assertThat(strict.widen(table, samples(fitting))).isSameAs(table);
        assertThat(type(strict.widen(table, samples(fitting, fitting.replace("'id':1,", "")))
                        .getField("id")
                        .schema()))
                .isEqualTo("int?");
        Schema wider = strict.widen(table, samples(fitting.replace("'x':1", "'x':5000000000,'y':'new'")));
        assertThat(type(wider.getField("in").schema())).isEqualTo("com.x.Inner{x:long? y:string?}");
        assertThat(wider.getField("id").schema()).isEqualTo(Schema.create(Schema.Type.INT));
    }

    @Test
    void keepsTheNamesThatAvroDoesNotAllow() {
        Schema schema = new JsonSchemaInference("web.log-1", OnConflict.FAIL).infer(samples("{'user-id':1,'ok':2}"));
        assertThat(schema.getFullName()).isEqualTo("web_x002e_log_x002d_1");
        assertThat(schema.getField("user_x002d_id").getProp(JsonFieldNames.ORIGINAL_NAME))
                .isEqualTo("user-id");
        assertThat(schema.getField("ok").getProp(JsonFieldNames.ORIGINAL_NAME)).isNull();
    }
}
