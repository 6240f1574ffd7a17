/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.ConfluentWireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecoderTest {

    @Nested
    class Inferred {

        private final RecordPipeline pipeline = Pipelines.of("value.format", "json");

        @Test
        void shouldTakeTypesFromTheFirstObject() {
            GenericRecord row = read("{\"n\":1,\"x\":1.5,\"ok\":true,\"s\":\"é\",\"in\":{\"a\":[1,2]}}");

            assertThat(row).hasToString("{\"n\": 1, \"x\": 1.5, \"ok\": true, \"s\": \"é\", \"in\": {\"a\": [1, 2]}}");
            assertThat(type(row, "n")).isEqualTo(Schema.Type.LONG);
            assertThat(type(row, "x")).isEqualTo(Schema.Type.DOUBLE);
        }

        @Test
        void shouldGrowByNewFieldsAndWiderNumbersAndKeepTheSchemaWhileItFits() {
            Schema first = read("{\"a\":1}").getSchema();
            assertThat(read("{\"a\":2}").getSchema()).isSameAs(first);
            assertThat(read("{}").getSchema()).isSameAs(first);

            GenericRecord wider = read("{\"a\":2.5,\"b\":{\"c\":\"x\"}}");
            assertThat(wider).hasToString("{\"a\": 2.5, \"b\": {\"c\": \"x\"}}");

            GenericRecord narrow = read("{\"a\":7}");
            assertThat(narrow.getSchema()).isSameAs(wider.getSchema());
            assertThat(narrow).hasToString("{\"a\": 7.0, \"b\": null}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"a\":1,\"b\":null}",
                    "{\"a\":1,\"b\":[]}",
                    "{\"a\":1,\"b\":{}}",
                    "{\"a\":1,\"b\":[{},null]}",
                    "{\"a\":1,\"b\":{\"c\":null}}"
                })
        void shouldWaitForATypeBeforeItMakesAColumn(String json) {
            Schema first = read("{\"a\":1}").getSchema();

            assertThat(read(json).getSchema()).isSameAs(first);
            assertThat(read("{\"a\":1,\"b\":5}").get("b")).isEqualTo(5L);
        }

        @Test
        void shouldReadNamesThatAvroDoesNotAllow() {
            GenericRecord row = read("{\"user-agent\":\"curl\",\"@time\":1}");

            assertThat(row.get("user_x002d_agent")).hasToString("curl");
            assertThat(row.get("_x0040_time")).isEqualTo(1L);
            assertThat(read("{\"user-agent\":\"wget\"}").getSchema()).isSameAs(row.getSchema());
        }

        @Test
        void shouldKeepTheNameInTheDocAndTellNamesApartThatHiveCannot() {
            GenericRecord row = read("{\"Unit Price\":1.5,\"ID\":1,\"id\":2,\"Id\":3}");

            assertThat(row.getSchema().getField("Unit_x0020_Price").doc()).isEqualTo("Unit Price");
            assertThat(row.getSchema().getFields())
                    .extracting(Schema.Field::name)
                    .containsExactly("Unit_x0020_Price", "ID", "_x0069_d", "_x0049_d");
            assertThat(row).hasToString("{\"Unit_x0020_Price\": 1.5, \"ID\": 1, \"_x0069_d\": 2, \"_x0049_d\": 3}");
            assertThat(read("{\"id\":4}").get("_x0069_d")).isEqualTo(4L);
            assertThat(read("{\"iD\":5}").get("_x0069__x0044_")).isEqualTo(5L);
            assertThat(read("{\"_x0069_d\":6}").get("_x0069_d")).isNull();
            assertThat(read("{\"_x0069_d\":6}").get("_x005f_x0069_d")).isEqualTo(6L);
        }

        @Test
        void shouldReadBehindAByteOrderMarkAndConfluentsHeader() {
            byte[] marked = "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8);
            assertThat(pipeline.process(Records.of(marked, 0)).orElseThrow().value())
                    .hasToString("{\"a\": 1}");

            byte[] framed = ConfluentWireFormat.frame(7, "{\"a\":2}".getBytes(StandardCharsets.UTF_8));
            assertThat(pipeline.process(Records.of(framed, 1)).orElseThrow().value())
                    .hasToString("{\"a\": 2}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"227b2261223a22ff227d", "7b2261223a22c3227d", "7b2261223a22eda080227d", "7b22ff223a317d"})
        void shouldRefuseWhatIsNotUtf8(String hex) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThatThrownBy(() -> pipeline.process(Records.of(bytes, 42)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("web.clicks-3@42: ");
        }

        @Test
        void shouldRefuseAThousandLevelsWithoutWalkingThem() {
            read("{\"a\":1}");
            String deep = "{\"a\":1,\"b\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

            assertThatThrownBy(() -> read(deep))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("Document nesting depth (65) exceeds the maximum allowed (64");
        }

        @Test
        void shouldKeepTextsOfEveryScript() {
            String text = "aé€💶\u0000\\\"\n";
            assertThat(read("{\"s\":\"aé€💶\\u0000\\\\\\\"\\n\",\"t\":\"\\ud83d\\udcb6\"}")
                            .get("s"))
                    .hasToString(text);
            assertThat(read("{\"t\":\"\\ud83d\\udcb6\"}").get("t")).hasToString("💶");
        }

        @Test
        void shouldLeaveNoTraceOfAnObjectThatDoesNotFit() {
            Schema schema = read("{\"a\":1}").getSchema();

            assertThatThrownBy(() -> read("{\"b\":2,\"a\":{\"x\":1}}"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("web.clicks-3@42: ")
                    .hasMessageContaining("a")
                    .hasMessageContaining("long");
            assertThat(read("{\"a\":2}").getSchema()).isSameAs(schema);
        }

        @Test
        void shouldGoOnFromTheTablesSchema() {
            Schema table = new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"web_clicks\",\"fields\":["
                            + "{\"name\":\"id\",\"type\":\"string\"},"
                            + "{\"name\":\"a\",\"type\":[\"null\",\"double\"],\"default\":null}]}");
            pipeline.adopt("web.clicks", table);

            assertThat(read("{\"a\":1,\"id\":\"x\"}").getSchema()).isSameAs(table);
            assertThat(read("{\"a\":1}").get("id")).isNull();
        }

        @Test
        void shouldRefuseObjectsWhoseKeysAreData() {
            String object = IntStream.range(0, 2001)
                    .mapToObj(i -> "\"user" + i + "\":1")
                    .collect(Collectors.joining(",", "{", "}"));

            assertThatThrownBy(() -> read(object)).hasMessageContaining("more than 2000 columns");
            assertThatThrownBy(() -> read("{\"a\":".repeat(65) + "1" + "}".repeat(65)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("nesting depth");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                ``                | expected a JSON object, found: no bytes
                {"a":1            | not JSON
                {"a":01}          | not JSON
                [1]               | expected a JSON object
                "text"            | expected a JSON object
                {"a":1} {"a":2}   | expected one JSON object, found more behind it
                {"a":1,"a":2}     | field 'a': expected it once, found column 'a' is in the object twice
                {"a":NaN}         | not JSON, at field 'a': Non-standard token 'NaN'
                {"a":18446744073709551615} | field "a": the table has long and double, the new schema has the number 18446744073709551615. Neither holds it exactly: declare the field as a decimal or a string.
                {"o":[{"b":18446744073709551615}]} | field "o[].b": the table has long and double
                {"o":[1,"x"]}     | field "o[]": the table has long, the new schema has string.
                {"a":1e999}       | Neither holds it exactly
                {"s":"\\ud83d"}   | field 's': expected a text without halves of surrogate pairs
                {}                | No member of the samples has a value
                """)
        void shouldSayWhatIsWrong(String json, String problem) {
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("web.clicks-3@42: ")
                    .hasMessageContaining(problem);
            assertThat(read("{\"a\":1}").get("a")).isEqualTo(1L);
            if (!json.equals("{}")) {
                assertThatThrownBy(() -> read(json)).isInstanceOf(DecodeException.class);
            }
        }

        private GenericRecord read(String json) {
            return JsonDecoderTest.read(pipeline, json);
        }
    }

    /** With {@code json.conflicts=column}. */
    @Nested
    class KeepingConflicts {

        private final DecodeCounters counters = new DecodeCounters();
        private final RecordPipeline pipeline =
                Pipelines.of(counters, "value.format", "json", "json.conflicts", "column");

        @Test
        void shouldKeepWhatIsNotOfItsColumnsTypeAndCountIt() {
            Schema schema =
                    read("{\"n\":1,\"s\":\"x\",\"in\":{\"a\":[1]},\"ok\":true}").getSchema();

            GenericRecord row = read("{\"n\":\"one\",\"s\":5,\"in\":{\"a\":[2,\"y\",{\"z\":[1.50]}]},\"ok\":{}}");

            assertThat(row)
                    .hasToString(
                            "{\"n\": null, \"s\": null, \"in\": {\"a\": [2, null, null]}, \"ok\": null, \"_conflicts\":"
                                    + " {\"/n\": \"\\\"one\\\"\", \"/s\": \"5\", \"/in/a/1\": \"\\\"y\\\"\", \"/in/a/2\":"
                                    + " \"{\\\"z\\\":[1.50]}\", \"/ok\": \"{}\"}}");
            assertThat(row.getSchema()).isSameAs(schema);
            assertThat(counters.of("web.clicks", Outcome.FELL_BACK)).isEqualTo(5);
            assertThat(read("{\"n\":2}"))
                    .hasToString("{\"n\": 2, \"s\": null, \"in\": null, \"ok\": null, \"_conflicts\": null}");
        }

        @Test
        void shouldStillWidenNumbersAndAddColumns() {
            read("{\"n\":1}");

            GenericRecord row = read("{\"n\":2.5,\"more\":\"x\",\"n2\":[\"a\",1]}");

            assertThat(row.get("n")).isEqualTo(2.5);
            assertThat(row.get("more")).hasToString("x");
            assertThat(row.get("n2")).hasToString("[a, null]");
            assertThat(row.get("_conflicts")).hasToString("{/n2/1=1}");
        }

        @Test
        void shouldKeepNumbersThatNoColumnHoldsExactly() {
            GenericRecord row = read("{\"id\":1,\"big\":18446744073709551615,\"far\":1e999}");

            assertThat(row.getSchema().getField("big")).isNull();
            assertThat(row.get("_conflicts")).hasToString("{/big=18446744073709551615, /far=1E+999}");
            assertThat(read("{\"id\":9223372036854775808}").get("_conflicts")).isNull();
            assertThat(read("{\"id\":9007199254740993}").get("_conflicts")).hasToString("{/id=9007199254740993}");
        }

        @Test
        void shouldGoOnFromATableThatHasNoSuchColumnYet() {
            pipeline.adopt(
                    "web.clicks",
                    new Schema.Parser()
                            .parse(
                                    "{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                                            + "{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":"
                                            + "\"timestamp-millis\"}],\"default\":null}]}"));

            assertThat(read("{\"id\":\"a\",\"at\":\"1970-01-01T00:00:01Z\",\"new\":1}"))
                    .hasToString("{\"id\": \"a\", \"at\": 1000, \"_conflicts\": null, \"new\": 1}");
            assertThat(read("{\"id\":\"a\",\"at\":\"soon\"}").get("_conflicts")).hasToString("{/at=\"soon\"}");
            assertThatThrownBy(() -> read("{\"id\":1}")).hasMessageContaining("field 'id': expected a text, found 1");
        }

        @Test
        void shouldTakeConflictsThatARowBringsAlong() {
            GenericRecord row = read("{\"_conflicts\":{\"b\":\"7\"},\"a\":1}");
            assertThat(row).hasToString("{\"a\": 1, \"_conflicts\": {\"b\": \"7\"}}");

            assertThat(read("{\"_conflicts\":{\"b\":\"8\"},\"a\":\"x\"}").get("_conflicts"))
                    .hasToString("{/a=\"x\", b=8}");
            assertThat(read("{\"_conflicts\":9}").get("_conflicts")).hasToString("{/_conflicts=9}");
        }

        @Test
        void shouldRefuseAnObjectThatHasNothing() {
            assertThatThrownBy(() -> read("{\"a\":null}"))
                    .hasMessageContaining("no member has a value that tells a column's type");
        }

        private GenericRecord read(String json) {
            return JsonDecoderTest.read(pipeline, json);
        }
    }

    @Nested
    class Declared {

        private static final String SCHEMA = """
                {"type":"record","name":"Row","fields":[
                 {"name":"id","type":"int"},
                 {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]},"default":"A"},
                 {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
                 {"name":"exact","type":["null",{"type":"long","logicalType":"timestamp-micros"}],"default":null},
                 {"name":"day","type":["null",{"type":"int","logicalType":"date"}],"default":null},
                 {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":5,"scale":2}],"default":null},
                 {"name":"raw","type":["null","bytes"],"default":null},
                 {"name":"hash","type":["null",{"type":"fixed","name":"Two","size":2}],"default":null},
                 {"name":"ratio","type":["null","float"],"default":null},
                 {"name":"tags","type":["null",{"type":"map","values":"string"}],"default":null},
                 {"name":"next","type":["null",{"type":"array","items":"long"}],"default":null},
                 {"name":"either","type":["null","long","string","boolean"],"default":null}]}""";

        @TempDir
        private Path directory;

        @Test
        void shouldReadEveryTypeOfAvro() throws IOException {
            GenericRecord row = read(
                    "{\"id\":1,\"kind\":\"B\",\"at\":\"2026-11-22T17:45:30Z\","
                            + "\"exact\":\"2026-11-22T17:45:30Z\",\"day\":\"2026-11-22\",\"price\":12.5,\"raw\":\"AQI=\","
                            + "\"hash\":\"AQI=\",\"ratio\":1,\"tags\":{\"a\":\"b\"},\"next\":[1],\"either\":\"x\",\"more\":{}}");

            assertThat(row.get("id")).isEqualTo(1);
            assertThat(row.get("kind")).hasToString("B");
            assertThat(row.get("at")).isEqualTo(1_795_369_530_000L);
            assertThat(row.get("exact")).isEqualTo(1_795_369_530_000_000L);
            assertThat(row.get("day")).isEqualTo(20_779);
            assertThat(row.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {0x04, (byte) 0xe2}));
            assertThat(row.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(row.get("hash")).hasToString("[1, 2]");
            assertThat(row.get("ratio")).isEqualTo(1f);
            assertThat(row.get("tags")).hasToString("{a=b}");
            assertThat(row.get("next")).hasToString("[1]");
            assertThat(row.get("either")).hasToString("x");
        }

        @Test
        void shouldTakeAnyValueIntoAColumnOfStrings() throws IOException {
            assertThat(read("{\"id\":1,\"tags\":{\"a\":[1,{\"b\":2.50}],\"c\":5,\"d\":false}}")
                            .get("tags"))
                    .hasToString("{a=[1,{\"b\":2.50}], c=5, d=false}");
        }

        @Test
        void shouldFillInDefaultsAndTakeNumbersOfTheColumnsUnit() throws IOException {
            GenericRecord row = read("{\"id\":1,\"at\":5,\"day\":3,\"either\":true,\"price\":\"1\"}");

            assertThat(row.get("kind")).hasToString("A");
            assertThat(row.get("at")).isEqualTo(5L);
            assertThat(row.get("day")).isEqualTo(3);
            assertThat(row.get("either")).isEqualTo(true);
            assertThat(row.get("tags")).isNull();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                            | field 'id' is missing, and has no default
                {"id":null}                   | field 'id': expected an int (32 bits), found null
                {"id":1.5}                    | field 'id': expected an int (32 bits), found 1.5
                {"id":2147483648}             | field 'id': expected an int (32 bits), found 2147483648
                {"id":"1"}                    | field 'id': expected an int (32 bits), found the text '1'
                {"id":1,"kind":"C"}           | field 'kind': expected one of [A, B], found the text 'C'
                {"id":1,"at":"now"}           | field 'at': expected a timestamp: a number or ISO-8601, found the text 'now'
                {"id":1,"day":"22.11.2026"}   | field 'day': expected a date such as 2026-11-22, found the text '22.11.2026'
                {"id":1,"price":1234.5}       | field 'price': expected a decimal with at most 5 digits, 2 of them behind the point, found 1234.5
                {"id":1,"price":0.001}        | field 'price': expected a decimal
                {"id":1,"raw":"%%"}           | field 'raw': expected bytes in Base64, found the text '%%'
                {"id":1,"hash":"AQ=="}        | field 'hash': expected 2 bytes in Base64
                {"id":1,"ratio":"x"}          | field 'ratio': expected a number that a double holds, found the text 'x'
                {"id":1,"tags":{"a":null}}    | field 'tags.a': expected a text, found null
                {"id":1,"tags":7}             | field 'tags': expected an object, found 7
                {"id":1,"tags":{"a":"","a":""}} | key 'tags.a' is in the object twice
                {"id":1,"id":1}               | field 'id': expected it once, found column 'id' is in the object twice
                {"id":1,"price":1e999999999}  | field 'price': expected a decimal
                {"id":1,"price":1e-999999999} | field 'price': expected a decimal
                {"id":1,"ratio":1e999}        | field 'ratio': expected a number that a double holds, found 1e999
                {"id":1,"ratio":NaN}          | not JSON, at field 'ratio': Non-standard token 'NaN'
                {"id":1,"next":[1,"x"]}       | field 'next.1': expected a long (64 bits), found the text 'x'
                {"id":1,"either":[]}          | field 'either': expected one of [long, string, boolean], found an array
                """)
        void shouldNameTheFieldAndWhatItShouldBe(String json, String problem) {
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("web.clicks-3@42: " + problem);
        }

        @Test
        void shouldNotReckonWithATextOfMoreDigitsThanAnyColumnHas() {
            assertThatThrownBy(() -> read("{\"id\":1,\"price\":\"" + "9".repeat(5_000_000) + "\"}"))
                    .hasMessageContaining("field 'price': expected a decimal with at most 5 digits");
        }

        private GenericRecord read(String json) throws IOException {
            Path file = Files.writeString(directory.resolve("row.avsc"), SCHEMA);
            return JsonDecoderTest.read(
                    Pipelines.of("value.format", "json", "value.schema.file", file.toString()), json);
        }
    }

    private static GenericRecord read(RecordPipeline pipeline, String json) {
        return pipeline.process(Records.of(json)).orElseThrow().value();
    }

    private static Schema.Type type(GenericRecord row, String field) {
        return row.getSchema().getField(field).schema().getTypes().get(1).getType();
    }
}
