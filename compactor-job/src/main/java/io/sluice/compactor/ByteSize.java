/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Byte counts as people write them: {@code 128MiB}, {@code 1 GB}, {@code 4096}. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d+)\\s*(?:([KMGT])(i?)B?|B)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final int BINARY = 1024;
    private static final int DECIMAL = 1000;

    private ByteSize() {}

    /**
     * Reads a size: a whole number with K, M, G, T (1000) or Ki, Mi, Gi, Ti (1024).
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write it as 128MiB, 1GB or 4096");
        }
        long number = Long.parseLong(m.group(1));
        int power = m.group(2) == null ? 0 : "KMGT".indexOf(m.group(2).toUpperCase(Locale.ROOT)) + 1;
        long unit = 1;
        for (int i = 0; i < power; i++) {
            unit *= m.group(3).isEmpty() ? DECIMAL : BINARY;
        }
        return Math.multiplyExact(number, unit);
    }

    /** Three digits or so, in binary units. */
    public static String format(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= BINARY && unit < UNITS.size() - 1) {
            number /= BINARY;
            unit++;
        }
        String form = unit == 0 || number >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, form, number, UNITS.get(unit));
    }
}
