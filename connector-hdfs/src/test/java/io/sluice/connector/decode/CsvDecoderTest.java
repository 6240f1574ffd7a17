/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDecoderTest {

    private static final String COLUMNS =
            "id:int, name, at:timestamp-micros(yyyy-MM-dd HH:mm:ss.SSS), price:decimal(10,2), ok:boolean, day:date";

    private final RecordPipeline pipeline = csv("csv.columns", COLUMNS);

    @Test
    void shouldReadTypedCells() {
        GenericRecord row = row(
                pipeline, "17,\"Bolt, M8 \"\"steel\"\"\nand nut\",2026-11-22 17:04:05.678,-12.5, TRUE ,2026-11-22\r\n");

        assertThat(row.get("id")).isEqualTo(17);
        assertThat(row.get("name")).isEqualTo("Bolt, M8 \"steel\"\nand nut");
        assertThat(row.get("at")).isEqualTo(1_795_367_045_678_000L);
        assertThat(row.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xfb, 0x1e}));
        assertThat(row.get("ok")).isEqualTo(true);
        assertThat(row.get("day")).isEqualTo(20_779);
        assertThat(row.getSchema().getFullName()).isEqualTo("web_clicks");
        Schema price = row.getSchema().getField("price").schema().getTypes().get(1);
        assertThat(price).hasToString("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}");
    }

    @Test
    void shouldReadEmptyCellsAsNullUnlessAQuotedText() {
        assertThat(row(pipeline, ",,,,,")).hasToString(nulls("null"));
        assertThat(row(pipeline, "\"\",\"\",\"\",\"\",\"\",\"\"")).hasToString(nulls("\"\""));
    }

    private static String nulls(String name) {
        return "{\"id\": null, \"name\": " + name + ", \"at\": null, \"price\": null, \"ok\": null, \"day\": null}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1,b                     | expected 6 cells of CSV as csv.columns has them, found 2: String '1,b'
            1,,,,,,                 | expected 6 cells of CSV as csv.columns has them, found 7: String '1,,,,,,'
            ``                      | expected 6 cells of CSV as csv.columns has them, found 1: String ''
            1,"b                    | not a record of CSV: the quote at character 3 does not close, in String '1,"b'
            1,"b"c,,,,              | not a record of CSV: something follows the closing quote, at character 6, in String '1,"b"c,,,,'
            x,,,,,                  | field 'id': expected an int (32 bits), found String 'x'
            ,,1.1.26,,,             | field 'at': expected a timestamp in its declared pattern, found String '1.1.26'
            ,,,1.234,,              | field 'price': expected a decimal of 10 digits, 2 of them a fraction, found String '1.234'
            ,,,123456789,,          | field 'price': expected a decimal of 10 digits, 2 of them a fraction, found String '123456789'
            ,,,1e999999999,,        | field 'price': expected a decimal of 10 digits, 2 of them a fraction, found String '1e999999999'
            ,,,1e-999999999,,       | field 'price': expected a decimal of 10 digits, 2 of them a fraction, found String '1e-999999999'
            ,,,,1,                  | field 'ok': expected true or false, found String '1'
            ,,,,,22.11.2026         | field 'day': expected a date in ISO-8601, found String '22.11.2026'
            """)
    void shouldSayWhatIsWrong(String value, String problem) {
        assertThatThrownBy(() -> row(pipeline, value))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: " + problem);
    }

    @Test
    void shouldRefuseASecondRecordInAValue() {
        assertThatThrownBy(() -> row(pipeline, "1,,,,,\n2,,,,,"))
                .hasMessageContaining("expected one record of CSV, found a second line outside of quotes");
    }

    @Test
    void shouldReadTheDialectsOfDatabases() {
        RecordPipeline tabs =
                csv("csv.columns", "a, b:long, c", "csv.delimiter", "tab", "csv.escape", "\\", "csv.null", "\\N");

        assertThat(row(tabs, "\\N\t\\N\tx\\\ty\\\\")).hasToString("{\"a\": null, \"b\": null, \"c\": \"x\\ty\\\\\"}");
        assertThat(row(tabs, "\\\\N\t5\t\"\\N \\\" q\""))
                .hasToString("{\"a\": \"\\\\N\", \"b\": 5, \"c\": \"N \\\" q\"}");
        assertThat(row(tabs, "\t\t")).hasToString("{\"a\": \"\", \"b\": null, \"c\": \"\"}");

        RecordPipeline semicolons = csv("csv.columns", "a, b", "csv.delimiter", ";", "csv.quote", "'");
        assertThat(row(semicolons, "'x;''y';\"z\"")).hasToString("{\"a\": \"x;'y\", \"b\": \"\\\"z\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            csv.columns   | a:int, a      | csv.columns has 'a' twice
            csv.columns   | a:money       | csv.columns 'a': unknown type 'money'
            csv.columns   | Unit Price    | csv.columns 'Unit Price' is not name:type
            csv.delimiter | ,,            | must be one character, or tab, or space
            csv.delimiter | "             | csv.delimiter must be another character than csv.quote and csv.escape
            csv.escape    | ,             | csv.delimiter must be another character than csv.quote and csv.escape
            """)
    void shouldRefuseToStartWithWhatContradictsItself(String key, String value, String problem) {
        assertThatThrownBy(() -> csv("csv.columns", "a", key, value)).hasMessageContaining(problem);
    }

    /** Whatever Jackson writes, in each of its ways of quoting, is read as what was meant. */
    @Property
    void readsWhatJacksonWrites(
            @ForAll("rows") List<String> cells,
            @ForAll boolean quoteAll,
            @ForAll boolean semicolon,
            @ForAll boolean escape)
            throws JsonProcessingException {
        CsvSchema schema = CsvSchema.emptySchema().withLineSeparator("\r\n");
        for (int i = 0; i < cells.size(); i++) {
            schema = schema.rebuild().addColumn("c" + i).build();
        }
        schema = schema.withColumnSeparator(semicolon ? ';' : ',');
        schema = escape ? schema.withEscapeChar('\\') : schema;
        CsvMapper mapper = new CsvMapper();
        mapper.configure(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS, quoteAll);
        mapper.configure(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS, true);
        mapper.configure(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING, true);
        mapper.configure(CsvGenerator.Feature.ESCAPE_QUOTE_CHAR_WITH_ESCAPE_CHAR, escape);
        ObjectWriter writer = mapper.writer(schema);
        String written = writer.writeValueAsString(cells.toArray());
        String columns = IntStream.range(0, cells.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

        GenericRecord row = row(
                escape
                        ? csv("csv.columns", columns, "csv.delimiter", semicolon ? ";" : ",", "csv.escape", "\\")
                        : csv("csv.columns", columns, "csv.delimiter", semicolon ? ";" : ","),
                written);

        for (int i = 0; i < cells.size(); i++) {
            // Jackson has empty texts without quotes in some places.
            Object cell = row.get(i) == null ? "" : row.get(i);
            assertThat(cell).as("cell %d of %s", i, written).isEqualTo(cells.get(i));
        }
    }

    @Provide
    Arbitrary<List<String>> rows() {
        return Arbitraries.strings()
                .withChars("ab,;\"'\\ \t\n\rN0é\uD83D\uDE00".toCharArray())
                .ofMaxLength(8)
                .filter(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static GenericRecord row(RecordPipeline pipeline, String value) {
        return pipeline.process(Records.of(value)).orElseThrow().value();
    }

    private static RecordPipeline csv(String... settings) {
        List<String> all = new ArrayList<>(List.of("value.format", "csv"));
        all.addAll(Arrays.asList(settings));
        return Pipelines.of(all.toArray(String[]::new));
    }
}
