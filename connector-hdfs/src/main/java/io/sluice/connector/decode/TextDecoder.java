/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.TextConfig;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Takes lines of text apart with the pattern's named groups. */
final class TextDecoder implements ValueDecoder {

    private static final String UNPARSED = "_unparsed";

    private final List<TextCell> cells;
    private final boolean keepUnparsed;
    private final Matcher matcher;
    private final Map<String, Schema> schemas = new HashMap<>();

    TextDecoder(TextConfig config) {
        this.cells = config.columns().stream()
                .map(column -> new TextCell(column, config.zone()))
                .toList();
        this.keepUnparsed = config.keepUnparsed();
        this.matcher = config.pattern().matcher("");
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        String line = withoutLineEnd(Bytes.utf8(record));
        GenericRecord row = new GenericData.Record(schemas.computeIfAbsent(record.originalTopic(), this::schema));
        if (matcher.reset(line).matches()) {
            for (int i = 0; i < cells.size(); i++) {
                TextCell cell = cells.get(i);
                row.put(i, cell.read(matcher.group(cell.name())));
            }
        } else if (keepUnparsed) {
            row.put(cells.size(), line);
        } else {
            throw new BadValueException("the line does not match text.pattern: " + BadValueException.brief(line)
                    + "; text.unparsed=column keeps such lines");
        }
        return row;
    }

    private Schema schema(String topic) {
        Schema schema = Schema.createRecord(AvroNames.ofTopic(topic), null, null, false);
        List<Schema.Field> fields = new ArrayList<>();
        cells.forEach(cell -> fields.add(nullable(cell.name(), cell.schema())));
        if (keepUnparsed) {
            fields.add(nullable(UNPARSED, Schema.create(Schema.Type.STRING)));
        }
        schema.setFields(fields);
        return schema;
    }

    private static Schema.Field nullable(String name, Schema type) {
        Schema union = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
        return new Schema.Field(name, union, null, Schema.Field.NULL_DEFAULT_VALUE);
    }

    private static String withoutLineEnd(String line) {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }
}
