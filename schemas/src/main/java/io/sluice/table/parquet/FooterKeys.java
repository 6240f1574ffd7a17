/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

/** Names of the key-value metadata that Sluice keeps in the footer of a data file. */
public final class FooterKeys {

    /** Which records the file holds, see {@link OffsetRanges}. A merged file has the union of its inputs'. */
    public static final String OFFSET_RANGES = "sluice.offset.ranges";

    /** Number of the table schema that the file was written with: {@code .metadata/schemas/N.avsc}. */
    public static final String SCHEMA_VERSION = "sluice.schema.version";

    /** Fingerprint of that schema, in hex, see {@link io.sluice.schema.SchemaFingerprint}. */
    public static final String SCHEMA_FINGERPRINT = "sluice.schema.fingerprint";

    /** Number of the merge that made the file; absent in a file of the connector. */
    public static final String MERGE_SEQUENCE = "sluice.merge.sequence";

    private FooterKeys() {}
}
