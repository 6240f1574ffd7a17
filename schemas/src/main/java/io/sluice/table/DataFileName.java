/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a data file as the connector publishes it: {@code topic+partition+start+end.parquet}, kafka-connect-hdfs'
 * own. A name is used once, ever.
 *
 * @param startOffset of the first record in the file, inclusive
 * @param endOffset of the last record in the file, inclusive
 */
public record DataFileName(String topic, int partition, long startOffset, long endOffset, String extension) {

    private static final Pattern FORM = Pattern.compile("(.+)\\+(\\d+)\\+(\\d+)\\+(\\d+)\\.([A-Za-z0-9.]+)");

    public DataFileName {
        if (startOffset < 0 || endOffset < startOffset) {
            throw new IllegalArgumentException("offsets " + startOffset + " to " + endOffset);
        }
    }

    /** Reads a name; empty if it is not of this form (a merged file, or someone else's). */
    public static Optional<DataFileName> parse(String name) {
        Matcher m = FORM.matcher(name);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DataFileName(
                    m.group(1),
                    Integer.parseInt(m.group(2)),
                    Long.parseLong(m.group(3)),
                    Long.parseLong(m.group(4)),
                    m.group(5)));
        } catch (IllegalArgumentException e) {
            // Digits that are no offsets, by someone else.
            return Optional.empty();
        }
    }

    /** The name, offsets padded with zeros to {@code padWidth} digits ({@code filename.offset.zero.pad.width}). */
    public String format(int padWidth) {
        String pad = "%0" + padWidth + "d";
        return String.format(
                Locale.ROOT, "%s+%d+" + pad + "+" + pad + ".%s", topic, partition, startOffset, endOffset, extension);
    }

    /**
     * The name of a merged file: sorts behind every data file of the topic, and behind every earlier merged one, so that
     * a torn listing fails loudly instead of reading a record twice.
     *
     * @param sequence rises from merge to merge within a table
     */
    public static String merged(String topic, long sequence, String extension) {
        return String.format(Locale.ROOT, "%s+merged+%019d.%s", topic, sequence, extension);
    }
}
