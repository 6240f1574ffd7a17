/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDecoderTest {

    private static final String PATTERN =
            "(?<at>[^ ]+ [^ ]+) (?<level>\\w+) (?<ms>\\d+)?;(?<ratio>[^;]*);(?<ok>[^;]*);(?<day>[^;]*);(?<n>[^;]*)";
    private static final String FIELDS =
            "at:timestamp-millis(dd.MM.yyyy HH:mm:ss), level, ms:long, ratio:double, ok:boolean, day:date, n:int";

    private final RecordPipeline pipeline = pipeline("text.timezone", "Europe/Berlin");

    @Test
    void shouldReadTypedColumns() {
        GenericRecord row = value("01.07.2026 12:00:00 WARN 17;0.5;TRUE;2026-07-01;-3");

        assertThat(row)
                .hasToString("{\"at\": 1782900000000, \"level\": \"WARN\", \"ms\": 17, \"ratio\": 0.5, \"ok\": true,"
                        + " \"day\": 20635, \"n\": -3}");
        assertThat(row.getSchema().getFullName()).isEqualTo("web_clicks");
        assertThat(row.getSchema()
                        .getField("at")
                        .schema()
                        .getTypes()
                        .get(1)
                        .getLogicalType()
                        .getName())
                .isEqualTo("timestamp-millis");
        assertThat(row.getSchema().getFields()).allMatch(Schema.Field::hasDefaultValue);
    }

    @Test
    void shouldReadWhatIsNotThereAsNull() {
        assertThat(value("01.07.2026 12:00:00 WARN ;;;;"))
                .hasToString("{\"at\": 1782900000000, \"level\": \"WARN\", \"ms\": null, \"ratio\": null, \"ok\": null,"
                        + " \"day\": null, \"n\": null}");
    }

    @Test
    void shouldKeepOneSchemaForATopic() {
        assertThat(value("01.07.2026 12:00:00 A ;;;;").getSchema())
                .isSameAs(value("02.07.2026 12:00:00 B ;;;;").getSchema());
    }

    @Test
    void shouldPassOverTheEndOfALine() {
        assertThat(value("01.07.2026 12:00:00 WARN ;;;;\r\n").get("n")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            31.02.x026 12:00:00 A ;;;;             | field 'at': expected a timestamp in its declared pattern, found String '31.02.x026 12:00:00'
            01.07.2026 12:00:00 A 9999999999999999999;;;; | field 'ms': expected a long (64 bits), found String '9999999999999999999'
            01.07.2026 12:00:00 A ;half;;;         | field 'ratio': expected a double, found String 'half'
            01.07.2026 12:00:00 A ;;yes;;          | field 'ok': expected true or false, found String 'yes'
            01.07.2026 12:00:00 A ;;;1.7.26;       | field 'day': expected a date in ISO-8601, found String '1.7.26'
            01.07.2026 12:00:00 A ;;;;2147483648   | field 'n': expected an int (32 bits), found String '2147483648'
            """)
    void shouldNameTheFieldAndWhatItShouldBe(String line, String problem) {
        assertThatThrownBy(() -> value(line))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: " + problem);
        assertThat(value("01.07.2026 12:00:00 WARN ;;;;")).isNotNull();
    }

    @Test
    void shouldShowTheStartOfALineThatDoesNotMatch() {
        assertThatThrownBy(() -> value("x".repeat(100)))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: the text does not match text.pattern: String '" + "x".repeat(80)
                        + "…'; text.unparsed=column keeps such texts");
    }

    @Test
    void shouldKeepALineThatDoesNotMatchIfAsked() {
        RecordPipeline keeping = pipeline("text.unparsed", "column");

        GenericRecord unparsed =
                keeping.process(Records.of("what?")).orElseThrow().value();
        assertThat(unparsed.get("_unparsed")).isEqualTo("what?");
        assertThat(unparsed.get("level")).isNull();

        GenericRecord parsed = keeping.process(Records.of("01.07.2026 12:00:00 WARN ;;;;"))
                .orElseThrow()
                .value();
        assertThat(parsed.get("_unparsed")).isNull();
        assertThat(parsed.getSchema()).isSameAs(unparsed.getSchema());
    }

    @Test
    void shouldRefuseWhatIsNotUtf8ButTakeAReplacementCharacterThatWasSent() {
        assertThatThrownBy(() -> pipeline.process(Records.of("é".getBytes(StandardCharsets.ISO_8859_1), 7)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("web.clicks-3@7: expected text in UTF-8");
        RecordPipeline words = Pipelines.of("value.format", "text", "text.pattern", "(?<word>.*)");

        assertThat(words.process(Records.of("\uFFFD")).orElseThrow().value().get("word"))
                .isEqualTo("\uFFFD");
    }

    /** Programs of Windows begin their files with one. */
    @Test
    void shouldPassOverAByteOrderMark() {
        RecordPipeline words = Pipelines.of("value.format", "text", "text.pattern", "(?<word>.*)");

        assertThat(words.process(Records.of("\uFEFFa\uFEFF"))
                        .orElseThrow()
                        .value()
                        .get("word"))
                .isEqualTo("a\uFEFF");
    }

    @Test
    void shouldKeepATextWhosePartsAreNotOfTheirTypesIfAsked() {
        String text = "01.07.2026 12:00:00 A ;half;;;";

        GenericRecord row = pipeline("text.unparsed", "column")
                .process(Records.of(text))
                .orElseThrow()
                .value();

        assertThat(row.get("_unparsed")).isEqualTo(text);
        assertThat(row.get("at")).as("what was read before the fault").isNull();
    }

    @Test
    void shouldTakeWhatStringConverterMakes() {
        SinkRecord record =
                Records.record(org.apache.kafka.connect.data.Schema.STRING_SCHEMA, "01.07.2026 12:00:00 WARN ;;;;", 1);

        assertThat(pipeline.process(record).orElseThrow().value().get("level")).isEqualTo("WARN");
    }

    @Test
    void shouldSayWhichConverterIsMissing() {
        SinkRecord record = Records.record(org.apache.kafka.connect.data.Schema.INT32_SCHEMA, 5, 1);

        assertThatThrownBy(() -> pipeline.process(record))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("expected bytes, found Integer 5; set value.converter=");
    }

    private GenericRecord value(String line) {
        return pipeline.process(Records.of(line)).orElseThrow().value();
    }

    private static RecordPipeline pipeline(String key, String value) {
        return Pipelines.of("value.format", "text", "text.pattern", PATTERN, "text.fields", FIELDS, key, value);
    }
}
