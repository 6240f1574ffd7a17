/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.schema.SchemaEvolution;
import io.sluice.table.metadata.TableSchema;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.schema.MessageType;

/**
 * The schema of a merged file: what all inputs have if they agree, else the evolved one, by the rules of {@link
 * SchemaEvolution} and with the table's own schema in it.
 *
 * @param evolved whether it is another than that of the inputs; footers that describe theirs then no longer hold
 * @param ofTable the table's schema, if this is it
 */
public record OutputSchema(MessageType parquet, Schema avro, boolean evolved, Optional<TableSchema> ofTable) {

    private static final String AVRO_KEY = "parquet.avro.schema";
    private static final ParquetConfiguration SPELLING = new PlainParquetConfiguration(Map.of(
            // Lists of three levels, as the format wants them; and no record around the element when reading such.
            AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, "false",
            AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, "false"));

    /** Name of the footer's entry that holds the Avro schema. */
    public static String avroKey() {
        return AVRO_KEY;
    }

    /**
     * The schema for a merge of these files.
     *
     * @param table the table's latest schema; empty for a directory that is no table of ours
     * @throws io.sluice.schema.IncompatibleSchemaException if no schema holds them all
     */
    public static OutputSchema of(List<TableFile> files, Optional<TableSchema> table) {
        Set<MessageType> spellings = new HashSet<>();
        Set<Schema> inputs = new LinkedHashSet<>();
        files.forEach(file -> {
            spellings.add(file.facts().schema());
            inputs.add(avro(file.facts()));
        });
        Schema avro = Stream.concat(table.map(TableSchema::schema).stream(), inputs.stream())
                .reduce(SchemaEvolution::merge)
                .orElseThrow();
        Optional<TableSchema> ofTable = table.filter(t -> t.schema().equals(avro));
        // If all agree it stays as it is: spelled by whoever wrote it, with field ids and all.
        return spellings.size() == 1 && inputs.equals(Set.of(avro))
                ? new OutputSchema(files.get(0).facts().schema(), avro, false, ofTable)
                : new OutputSchema(new AvroSchemaConverter(SPELLING).convert(avro), avro, true, ofTable);
    }

    private static Schema avro(FileFacts facts) {
        String json = facts.keyValues().get(AVRO_KEY);
        return json == null
                ? new AvroSchemaConverter(SPELLING).convert(facts.schema())
                : new Schema.Parser().parse(json);
    }
}
