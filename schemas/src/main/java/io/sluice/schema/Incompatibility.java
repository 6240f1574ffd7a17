/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.MismatchKind;

/**
 * A place where one schema cannot read what was written under another.
 *
 * @param reader which of the two was to read
 * @param version of the two, the one that is not new: its position in the history, 0 the oldest
 * @param path in the reader's schema, such as {@code items[].price} or {@code tags{}.name}; empty for the whole
 * @param expected what the reader has there, in words
 * @param found what the writer has there, in words
 */
public record Incompatibility(
        Reader reader, int version, String path, MismatchKind kind, String expected, String found) {

    /** Which schema was to read what was written under the other. */
    public enum Reader {
        NEW,
        OLD
    }

    /** What to change in the new schema. */
    public String advice() {
        boolean newReads = reader == Reader.NEW;
        return switch (kind) {
            case NAME_MISMATCH ->
                newReads ? "Keep the name, or give the new one the old name as an alias." : "Keep the name.";
            case FIXED_SIZE_MISMATCH -> "Keep the size, or use another field name.";
            case MISSING_ENUM_SYMBOLS ->
                newReads
                        ? "Keep the symbols, or give the enum a default."
                        : "Give the enum a default in one version, and the new symbols in a later one.";
            case READER_FIELD_MISSING_DEFAULT_VALUE -> newReads ? "Give the field a default." : "Keep the field.";
            case TYPE_MISMATCH ->
                newReads
                        ? "Keep the type, or take one that the old is promoted to, or use another field name."
                        : "Keep the type, or take one that is promoted to the old, or use another field name.";
            case MISSING_UNION_BRANCH ->
                newReads ? "Keep this branch of the union." : "Add no branch that the old schema lacks.";
            case LOGICAL_TYPE_MISMATCH ->
                "The same stored value would mean two things: keep the logical type, or use another field name.";
        };
    }

    /** All of it in one or two sentences. */
    public String message() {
        String old = "version " + (version + 1) + " of the history";
        boolean newReads = reader == Reader.NEW;
        return (path.isEmpty() ? "the schema" : "field \"" + path + "\"") + ": " + (newReads ? "the new schema" : old)
                + " has " + expected + ", " + (newReads ? old : "the new schema") + " has " + found + ". " + advice();
    }

    @Override
    public String toString() {
        return kind + " " + message();
    }
}
