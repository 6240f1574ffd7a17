/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be read, said without knowing whose it is: {@link RecordPipeline} adds topic, partition and
 * offset. Carries no stack trace, for a topic may be full of them.
 */
final class BadValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadValueException(@Nullable String message) {
        this(message, null);
    }

    BadValueException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /** A field whose value is not what its type asks for. */
    static BadValueException in(String field, String expected, @Nullable Object found) {
        return misfit(field, expected, brief(found));
    }

    /** As {@link #in}, with what was found in words. */
    static BadValueException misfit(String field, String expected, String found) {
        return new BadValueException("field '" + field + "': expected " + expected + ", found " + found);
    }

    /** A value as a message shows it: with its type, and not more than its first 80 characters. */
    static String brief(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = value.toString();
        String cut = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        String quoted = value instanceof CharSequence ? "'" + cut + "'" : cut;
        return value.getClass().getSimpleName() + " " + quoted;
    }
}
