/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;

/**
 * For each column of the output, in schema order, where it comes from in files of one input schema. Immutable.
 *
 * @param columns as many as the output schema has leaves
 */
public record ColumnMapping(List<MappedColumn> columns) {

    /** One column of the output. */
    public record MappedColumn(ColumnDescriptor to, ColumnSource source) {}

    public ColumnMapping {
        columns = List.copyOf(columns);
    }

    /**
     * Maps by name, as Avro's schema resolution does, aliases and defaults of {@code outputAvro} included.
     *
     * @param output Parquet's view of {@code outputAvro}
     * @throws SchemaMismatchException if a value of the input could not be kept: a column that the output lacks, a type
     *     that does not widen to the output's, a required column without default that the input lacks
     */
    public static ColumnMapping of(MessageType input, MessageType output, Optional<Schema> outputAvro) {
        return new SchemaAligner(ColumnTree.of(input), ColumnTree.of(output)).align(outputAvro.orElse(null));
    }
}
