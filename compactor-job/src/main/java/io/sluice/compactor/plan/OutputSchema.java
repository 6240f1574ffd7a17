/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.table.metadata.TableSchema;
import io.sluice.table.parquet.FloatOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.schema.MessageType;

/**
 * The schema of a merged file: what all inputs have if they agree, else the evolved one, by the rules of {@link
 * io.sluice.schema.SchemaEvolution} and with the table's own schema in it.
 *
 * @param avro the same in Avro; empty where no input has one, and the schema is the {@linkplain
 *     io.sluice.compactor.merge.mapping.SchemaUnion union} of theirs
 * @param evolved whether it is another than that of the inputs; footers that describe theirs then no longer hold
 * @param ofTable the table's schema, if this is it
 */
public record OutputSchema(MessageType parquet, Optional<Schema> avro, boolean evolved, Optional<TableSchema> ofTable) {

    private static final String AVRO_KEY = "parquet.avro.schema";
    static final ParquetConfiguration SPELLING = new PlainParquetConfiguration(Map.of(
            // Lists of three levels, as the format wants them; and no record around the element when reading such.
            AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, "false",
            AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, "false"));

    public OutputSchema {
        parquet = FloatOrder.asAllReadersKnow(parquet);
    }

    /** Name of the footer's entry that holds the Avro schema. */
    public static String avroKey() {
        return AVRO_KEY;
    }

    /** The columns of records of a schema, as a merge writes them. */
    public static MessageType ofAvro(Schema schema) {
        return FloatOrder.asAllReadersKnow(new AvroSchemaConverter(SPELLING).convert(schema));
    }

    /**
     * The schema for a merge of these files.
     *
     * @param table the table's latest schema; empty for a directory that is no table of ours
     * @throws RefusedFilesException if some do not go with the table or the others
     */
    public static OutputSchema of(List<TableFile> files, Optional<TableSchema> table) {
        Set<MessageType> spellings = files.stream().map(f -> f.facts().schema()).collect(Collectors.toSet());
        List<TableFile> withAvro = files.stream()
                .filter(f -> f.facts().keyValues().containsKey(AVRO_KEY))
                .toList();
        if (withAvro.isEmpty() && table.isEmpty()) {
            // Not every Parquet schema has an Avro one; none is needed.
            if (spellings.size() == 1) {
                return new OutputSchema(files.get(0).facts().schema(), Optional.empty(), false, Optional.empty());
            }
            MessageType union = SchemaFamily.of(new SchemaLanguages.OfParquet(files), files, Optional.empty())
                    .schema();
            return new OutputSchema(union, Optional.empty(), true, Optional.empty());
        }
        // A file without an Avro schema has no say in it: its columns are found by their names, or it is refused.
        SchemaFamily<Schema> family =
                SchemaFamily.of(new SchemaLanguages.OfAvro(), withAvro, table.map(TableSchema::schema));
        Schema avro = family.schema();
        Optional<TableSchema> ofTable = table.filter(t -> t.schema().equals(avro));
        boolean agreed = spellings.size() == 1
                && withAvro.size() == files.size()
                && family.members().equals(Set.of(avro));
        // If all agree it stays as it is: spelled by whoever wrote it, with field ids and all.
        return agreed
                ? new OutputSchema(files.get(0).facts().schema(), Optional.of(avro), false, ofTable)
                : new OutputSchema(new AvroSchemaConverter(SPELLING).convert(avro), Optional.of(avro), true, ofTable);
    }
}
