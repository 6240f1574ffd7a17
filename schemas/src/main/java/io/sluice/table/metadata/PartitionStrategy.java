/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.schema.IncompatibleSchemaException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * How a table's rows are spread over directories, the outermost first; without fields all are in the table root.
 *
 * <p>Its text form is Kite's partition expression, {@code [year("ts", "year"), month("ts", "month")]}. Kite evaluates it
 * as JEXL, which runs code; here it is parsed by a strict grammar, and nothing is written that Kite could take for
 * anything but these calls.
 */
public record PartitionStrategy(List<PartitionField> fields) {

    public static final PartitionStrategy UNPARTITIONED = new PartitionStrategy(List.of());

    public PartitionStrategy {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (PartitionField field : fields) {
            if (!KiteNames.isLegal(field.name())) {
                throw new IllegalArgumentException(
                        "a partition is named in letters, digits and underscores, not: " + field.name());
            }
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("two partitions are named " + field.name());
            }
        }
    }

    public static PartitionStrategy of(PartitionField... fields) {
        return new PartitionStrategy(List.of(fields));
    }

    /**
     * Reads a partition expression.
     *
     * @throws IllegalArgumentException if it is not of the grammar; tells where
     */
    public static PartitionStrategy parse(String expression) {
        return new PartitionStrategy(new ExpressionParser(expression).parse());
    }

    /**
     * Reads a strategy in either of Kite's forms: a partition expression, or the JSON that its tools take and that a
     * schema may carry as {@code partitions}.
     *
     * @throws IllegalArgumentException if it is neither; tells where
     */
    public static PartitionStrategy parseAny(String text) {
        String stripped = text.strip();
        boolean json = stripped.startsWith("[") && stripped.substring(1).strip().startsWith("{");
        return json ? new PartitionStrategy(StrategyJson.parse(stripped)) : parse(stripped);
    }

    /**
     * The strategy that a schema carries as its property {@code partitions}, if it has one.
     *
     * @throws IllegalArgumentException if that is not in Kite's JSON form
     */
    public static Optional<PartitionStrategy> embeddedIn(Schema schema) {
        return StrategyJson.embeddedIn(schema).map(PartitionStrategy::new);
    }

    /**
     * In the JSON form that {@link #parseAny} reads.
     *
     * @throws IllegalArgumentException if Kite has no such form for it: ranges with bounds
     */
    public String json() {
        return StrategyJson.write(fields);
    }

    /** As Kite writes it: a single call, or a list of them in brackets. Empty for a table without partitions. */
    public String expression() {
        String calls = fields.stream().map(PartitionField::expression).collect(Collectors.joining(", "));
        return fields.size() > 1 ? "[" + calls + "]" : calls;
    }

    /**
     * Checks that rows of a schema can be partitioned so: sources exist and have the type, and no partition has the name
     * of a column, which Kite refuses and Hive and Spark confuse.
     *
     * @throws IncompatibleSchemaException if not
     */
    public void requireFits(Schema schema) {
        for (PartitionField field : fields) {
            if (schema.getField(field.name()) != null) {
                throw new IncompatibleSchemaException(
                        field.name(),
                        "a partition of this name",
                        "a field of it",
                        "Rename the field, or give the partition another name.");
            }
            field.source().ifPresent(source -> requireSource(field, source, schema));
        }
    }

    private static void requireSource(PartitionField field, String source, Schema schema) {
        Schema type = typeAt(schema, source);
        if (type == null) {
            throw new IncompatibleSchemaException(
                    source,
                    "the partition " + field.expression(),
                    "no such field",
                    "Partition by a field that every record has.");
        }
        if (type.getType() == Schema.Type.ENUM) {
            throw new IncompatibleSchemaException(
                    source, "the partition " + field.expression(), "an enum", "Kite partitions by no enum.");
        }
        boolean micros = type.getLogicalType() instanceof LogicalTypes.TimestampMicros
                || type.getLogicalType() instanceof LogicalTypes.LocalTimestampMicros;
        if (field.ofLong() && (type.getType() != Schema.Type.LONG || micros)) {
            throw new IncompatibleSchemaException(
                    source,
                    "the partition " + field.expression(),
                    micros ? "microseconds" : type.getType().getName(),
                    "It takes a long of epoch milliseconds.");
        }
    }

    private static @Nullable Schema typeAt(Schema record, String path) {
        Schema at = record;
        for (String name : path.split("\\.", -1)) {
            Field field = at.getType() == Schema.Type.RECORD ? at.getField(name) : null;
            if (field == null) {
                return null;
            }
            List<Schema> types = field.schema().isUnion()
                    ? field.schema().getTypes().stream()
                            .filter(type -> type.getType() != Schema.Type.NULL)
                            .toList()
                    : List.of(field.schema());
            if (types.size() != 1) {
                return null;
            }
            at = types.get(0);
        }
        return at;
    }
}
