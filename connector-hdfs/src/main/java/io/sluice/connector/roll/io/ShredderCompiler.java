/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.roll.io.Shredders.Entries;
import io.sluice.connector.roll.io.Shredders.Fields;
import io.sluice.connector.roll.io.Shredders.Items;
import io.sluice.connector.roll.io.Shredders.Leaf;
import io.sluice.connector.roll.io.Shredders.Optional;
import io.sluice.connector.roll.io.Shredders.Union;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes the shredders of a schema, for the columns that parquet-avro gives it, with lists of three levels. The columns
 * are met in their order, for both schemas are walked from left to right. For one use.
 */
final class ShredderCompiler {

    private final List<ColumnDescriptor> descriptors;
    private final List<ColumnWriter> writers;
    private int column;
    /** Of the lists and maps around the node that is being made. */
    private int repetition;

    /** @param writers of the columns, in their order */
    ShredderCompiler(List<ColumnDescriptor> descriptors, List<ColumnWriter> writers) {
        this.descriptors = descriptors;
        this.writers = writers;
    }

    ColumnShredder of(Schema record, MessageType columns) {
        ColumnShredder root = fields(record, columns, 0);
        if (column != writers.size()) {
            throw new IllegalStateException(column + " of " + writers.size() + " columns were found in " + record);
        }
        return root;
    }

    /** @param above the definition level of the node around it */
    private ColumnShredder node(Schema schema, Type type, int above) {
        int own = type.isRepetition(Type.Repetition.OPTIONAL) ? above + 1 : above;
        return switch (schema.getType()) {
            case UNION -> union(schema, type, above, own);
            case RECORD -> fields(schema, type.asGroupType(), own);
            case ARRAY -> items(schema, type.asGroupType(), own);
            case MAP -> entries(schema, type.asGroupType(), own);
            default -> leaf(schema);
        };
    }

    private ColumnShredder fields(Schema record, GroupType group, int own) {
        List<ColumnShredder> fields = new ArrayList<>();
        int position = 0;
        for (Schema.Field field : record.getFields()) {
            // What can only be null has no column, and takes no byte.
            if (field.schema().getType() != Schema.Type.NULL) {
                fields.add(node(field.schema(), group.getType(position++), own));
            }
        }
        return new Fields(fields);
    }

    private ColumnShredder union(Schema union, Type type, int above, int own) {
        List<Schema> branches = union.getTypes();
        int ofNull = union.isNullable() ? union.getIndexNamed("null") : -1;
        if (branches.size() == 2 && ofNull >= 0) {
            return new Optional(ofNull, node(branches.get(1 - ofNull), type, above), above);
        }
        List<ColumnShredder> members = new ArrayList<>();
        int[] memberOf = new int[branches.size()];
        for (int i = 0; i < branches.size(); i++) {
            memberOf[i] = i == ofNull ? Union.NULL : members.size();
            if (i != ofNull) {
                members.add(node(branches.get(i), type.asGroupType().getType(members.size()), own));
            }
        }
        return new Union(memberOf, members, above, own);
    }

    private ColumnShredder items(Schema array, GroupType list, int own) {
        GroupType repeated = list.getType(0).asGroupType();
        int level = ++repetition;
        ColumnShredder item = node(array.getElementType(), repeated.getType(0), own + 1);
        repetition--;
        return new Items(item, own, level);
    }

    private ColumnShredder entries(Schema map, GroupType group, int own) {
        GroupType repeated = group.getType(0).asGroupType();
        int level = ++repetition;
        ColumnShredder key = leaf(Schema.create(Schema.Type.STRING));
        ColumnShredder value = node(map.getValueType(), repeated.getType(1), own + 1);
        repetition--;
        return new Entries(key, value, own, level);
    }

    private ColumnShredder leaf(Schema schema) {
        ColumnWriter writer = writers.get(column);
        int definition = descriptors.get(column).getMaxDefinitionLevel();
        column++;
        return switch (schema.getType()) {
            case BOOLEAN -> new Leaf.OfBoolean(writer, definition);
            case INT -> new Leaf.OfInt(writer, definition);
            case LONG -> new Leaf.OfLong(writer, definition);
            case FLOAT -> new Leaf.OfFloat(writer, definition);
            case DOUBLE -> new Leaf.OfDouble(writer, definition);
            case STRING, BYTES -> new Leaf.OfBytes(writer, definition);
            case FIXED -> new Leaf.OfFixed(writer, definition, schema.getFixedSize());
            case ENUM ->
                new Leaf.OfSymbol(
                        writer,
                        definition,
                        schema.getEnumSymbols().stream().map(Binary::fromString).toList());
            default -> throw new IllegalStateException("no column is of " + schema);
        };
    }
}
