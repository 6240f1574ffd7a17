/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

/**
 * A place where one schema cannot read what was written under another.
 *
 * @param reader which of the two was to read
 * @param version of the two, the one that is not new: its position in the history, 0 the oldest
 * @param path in the reader's schema, such as {@code items[].price} or {@code tags{}.name}; empty for the whole
 * @param expected what the reader has there, in words
 * @param found what the writer has there, in words
 * @param advice what to change
 */
public record Incompatibility(
        Reader reader, int version, String path, Kind kind, String expected, String found, String advice) {

    /** Which schema was to read what was written under the other. */
    public enum Reader {
        NEW,
        OLD
    }

    /** The names are Avro's, which registries put into their answers. */
    public enum Kind {
        /** A record, enum or fixed has another name, and no alias of the reader says they are one. */
        NAME_MISMATCH,
        FIXED_SIZE_MISMATCH,
        /** The writer's enum has symbols that the reader's lacks, and the reader's has no default. */
        MISSING_ENUM_SYMBOLS,
        /** The reader has a field that the writer lacks, and no default for it. */
        READER_FIELD_MISSING_DEFAULT_VALUE,
        TYPE_MISMATCH,
        /** No branch of the reader's union reads this type of the writer's. */
        MISSING_UNION_BRANCH,
        /** The bytes can be read, but mean another value: decimals of two scales, millis and micros. */
        LOGICAL_TYPE_MISMATCH
    }

    /** One sentence that says it all. */
    public String message() {
        String old = "version " + (version + 1) + " of the history";
        return (path.isEmpty() ? "the schema" : "field \"" + path + "\"") + ": "
                + (reader == Reader.NEW ? "the new schema" : old) + " has " + expected + ", "
                + (reader == Reader.NEW ? old : "the new schema") + " has " + found + ". " + advice;
    }

    @Override
    public String toString() {
        return kind + " " + message();
    }
}
