/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.Mismatches;
import io.sluice.schema.resolution.Resolution;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The rules by which the schema of a table grows, all of them. The merged schema reads, by Avro's schema resolution,
 * what was written under either, and a Parquet file written under either is read under it column by column.
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>field</td><td>matched by name, also in nested records. One that only one side has keeps its default, or
 *     becomes nullable with default null. None is ever removed. The order is the table's, new ones follow.
 * <tr><td>renamed field</td><td>a new column, since readers of Parquet go by name. Aliases are kept, except one that is
 *     the name of another column: it would draw that column's data.
 * <tr><td>default</td><td>the table's if it has one, else the new schema's.
 * <tr><td>null</td><td>nullable wins.
 * <tr><td>int, long, float, double</td><td>the smallest that holds both: int and long give long, int and float give
 *     double (a float holds integers only up to 2^24). long with float or double gives double, as Avro promotes, though
 *     it holds integers only up to 2^53.
 * <tr><td>string and bytes</td><td>bytes: every string is bytes in UTF-8, the reverse does not hold.
 * <tr><td>record, enum, fixed</td><td>the same name, or an alias of it; the namespace does not matter. One that was
 *     renamed keeps the table's name, in whichever column it is used. Aliases are kept, except one that is the name of
 *     another type. An enum has the symbols of both, new ones last. A fixed has one size.
 * <tr><td>array, map</td><td>by element, by value.
 * <tr><td>union of several types</td><td>branches of one type are merged, others follow: their position is the name of
 *     the Parquet column. A column of one type never becomes a union of several, that is another Parquet column.
 * <tr><td>logical type</td><td>must be the same: timestamp-millis never becomes -micros. A decimal of bytes may gain
 *     precision, not scale.
 * <tr><td>recursive record</td><td>refused: Parquet has none.
 * </table>
 *
 * <p>Merging a schema with itself, or with one it was merged from, changes nothing. Up to the order of fields, symbols
 * and branches, and up to docs, the order of merging does not matter either, as long as a field has the same default in
 * all schemas (null counts as none) and is a union of several types in all or in none.
 *
 * <p>Pure. A merge costs about what parsing the schemas does: callers keep the result for a pair of schemas.
 */
public final class SchemaEvolution {

    private SchemaEvolution() {}

    /**
     * The schema of a table after records of another schema are to go into it. It is {@code table} itself if nothing
     * has to change.
     *
     * @param table the table's schema, a record
     * @param incoming the schema of new records
     * @throws IncompatibleSchemaException if there is no such schema
     */
    public static Schema merge(Schema table, Schema incoming) {
        Schema merged = SchemaMerge.of(table, incoming);
        // Schema.equals passes over aliases, by which a renamed type is read.
        if (SchemaFingerprint.of(merged).equals(SchemaFingerprint.of(table))) {
            return table;
        }
        requireReadable(merged, table, table, incoming);
        requireReadable(merged, incoming, table, incoming);
        return merged;
    }

    /**
     * Checks that a table can have this schema at all: a record, not recursive, with a column.
     *
     * @throws IncompatibleSchemaException if it cannot
     */
    public static void requireTabular(Schema schema) {
        SchemaMerge.of(schema, schema);
    }

    /** What follows from the rules is checked against Avro's own. */
    private static void requireReadable(Schema merged, Schema writer, Schema table, Schema incoming) {
        Schema reader;
        try {
            // A named type that came out in two shapes is only seen in the text.
            reader = new Schema.Parser().parse(merged.toString());
        } catch (SchemaParseException e) {
            throw new IncompatibleSchemaException(
                    "", table.getFullName(), incoming.getFullName(), "No schema holds both: " + e.getMessage());
        }
        List<Mismatches.Found> mismatches = Mismatches.of(Resolution.of(writer, reader));
        if (!mismatches.isEmpty()) {
            Mismatches.Found first = mismatches.get(0);
            throw new IncompatibleSchemaException(
                    first.path().text(), first.expected(), first.written(), "No schema reads both.");
        }
    }
}
