/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.CsvConfig;
import io.sluice.connector.decode.text.Column;
import io.sluice.connector.decode.text.CsvSplitter;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads records of CSV, one a value, without a header. */
final class CsvDecoder implements ValueDecoder {

    private final List<Column> columns;
    private final List<ColumnReader> readers;
    private final CsvSplitter splitter;
    private final Map<String, Schema> schemas = new HashMap<>();

    CsvDecoder(CsvConfig config) {
        this.columns = config.columns();
        this.readers = columns.stream()
                .map(column -> new ColumnReader(column, config.zone()))
                .toList();
        this.splitter = new CsvSplitter(config.format(), columns.size());
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        splitter.split(Bytes.utf8(record));
        long recordMs = record.timestamp() == null ? -1 : record.timestamp();
        GenericRecord row = new GenericData.Record(schemas.computeIfAbsent(record.originalTopic(), this::schema));
        for (int i = 0; i < readers.size(); i++) {
            String cell = splitter.cell(i);
            if (cell != null) {
                row.put(i, readers.get(i).read(cell, recordMs));
            }
        }
        return row;
    }

    private Schema schema(String topic) {
        return ColumnReader.row(AvroNames.ofTopic(topic), columns, List.of());
    }
}
