/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

/** Why something cannot be read. The names are Avro's, which schema registries put into their answers. */
public enum MismatchKind {
    /** A record, enum or fixed has another name, and no alias of the reader's says that they are one. */
    NAME_MISMATCH,
    FIXED_SIZE_MISMATCH,
    /** The writer's enum has symbols that the reader's lacks, and the reader's has no default. */
    MISSING_ENUM_SYMBOLS,
    /** The reader has a field that the writer lacks, and no default for it. */
    READER_FIELD_MISSING_DEFAULT_VALUE,
    TYPE_MISMATCH,
    /** No branch of the reader's union reads this type of the writer's. */
    MISSING_UNION_BRANCH,
    /** The bytes can be read, but mean another value: decimals of two scales, milliseconds and microseconds. */
    LOGICAL_TYPE_MISMATCH
}
