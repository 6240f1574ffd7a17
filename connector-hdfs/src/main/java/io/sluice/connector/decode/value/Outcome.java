/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

/** What may become of a record on its way to a row; each is counted. */
public enum Outcome {
    DECODED("decoded", "Records that were decoded"),
    TOMBSTONE_WRITTEN("tombstones-written", "Records without a value that became rows marked as deleted"),
    SKIPPED("skipped", "Records without a value that were left out"),
    UNPARSED("unparsed", "Texts that were kept whole, for they do not match their pattern"),
    /** Beside {@link #DECODED}, once per value. */
    FELL_BACK("fallbacks", "Values that contradict the type of their field and took the declared fallback"),
    BAD_MALFORMED("bad-malformed", "Bad records: not what value.format says"),
    BAD_FIELD("bad-field", "Bad records: a field's value is not of the field's type"),
    BAD_SCHEMA("bad-schema", "Bad records: of a schema that is not known, or that cannot be a table's"),
    BAD_TOMBSTONE("bad-tombstone", "Bad records: without a value, where that is not wanted"),
    BAD_PARTITION("bad-partition", "Bad records: no output partition can be told or made"),
    /** Beside {@link #DECODED}: the record itself is sound. */
    BAD_INCOMPATIBLE("bad-incompatible", "Bad records: their schema contradicts the table's");

    private final String label;
    private final String description;

    Outcome(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The name of the metric, in lower case with hyphens. */
    public String label() {
        return label;
    }

    /** What is counted, in a sentence without a full stop. */
    public String description() {
        return description;
    }
}
