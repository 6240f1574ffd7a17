/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.TextConfig;
import io.sluice.connector.decode.text.Column;
import io.sluice.connector.decode.text.LineMatcher;
import io.sluice.connector.decode.text.LinePattern.Capture;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Takes texts, of one line or several, apart with the captures of a pattern. */
final class TextDecoder implements ValueDecoder {

    private static final String UNPARSED = "_unparsed";

    private final List<Column> columns;
    private final List<Source> sources = new ArrayList<>();
    private final boolean keepUnparsed;
    private final LineMatcher matcher;
    private final DecodeCounters counters;
    private final Map<String, Schema> schemas = new HashMap<>();

    /** Where a value comes from, and the column that it goes to unless an earlier one of the same column was there. */
    private record Source(int group, ColumnReader reader, int position) {}

    TextDecoder(TextConfig config, DecodeCounters counters) {
        this.columns = config.pattern().columns();
        for (Capture capture : config.pattern().captures()) {
            int position = columns.stream()
                    .map(Column::name)
                    .toList()
                    .indexOf(capture.column().name());
            sources.add(new Source(capture.group(), new ColumnReader(capture.column(), config.zone()), position));
        }
        this.keepUnparsed = config.keepUnparsed();
        this.matcher = new LineMatcher(config.pattern());
        this.counters = counters;
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        String text = withoutLineEnd(Bytes.utf8(record));
        try {
            return row(text, record);
        } catch (BadValueException e) {
            if (!keepUnparsed) {
                throw e;
            }
            counters.count(record.originalTopic(), Outcome.UNPARSED);
            GenericRecord row = emptyRow(record);
            row.put(columns.size(), text);
            return row;
        }
    }

    private GenericRecord row(String text, SinkRecord record) {
        if (!matcher.matches(text)) {
            throw new BadValueException("the text does not match text.pattern: " + BadValueException.brief(text)
                    + "; text.unparsed=column keeps such texts");
        }
        long recordMs = record.timestamp() == null ? -1 : record.timestamp();
        GenericRecord row = emptyRow(record);
        for (Source source : sources) {
            String found = matcher.group(source.group());
            if (found != null && row.get(source.position()) == null) {
                row.put(source.position(), source.reader().read(found, recordMs));
            }
        }
        return row;
    }

    private GenericRecord emptyRow(SinkRecord record) {
        return new GenericData.Record(schemas.computeIfAbsent(record.originalTopic(), this::schema));
    }

    private Schema schema(String topic) {
        List<Schema.Field> more =
                keepUnparsed ? List.of(ColumnReader.nullable(UNPARSED, Schema.create(Schema.Type.STRING))) : List.of();
        return ColumnReader.row(AvroNames.ofTopic(topic), columns, more);
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }
}
