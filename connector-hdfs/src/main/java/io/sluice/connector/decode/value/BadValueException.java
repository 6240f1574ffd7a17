/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be read, said without knowing whose it is: the pipeline adds topic, partition and offset. Carries
 * no stack trace, for a topic may be full of them.
 */
public final class BadValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /** A value that is {@link Outcome#BAD_MALFORMED}. */
    public BadValueException(@Nullable String message) {
        this(message, null);
    }

    /** A value that is {@link Outcome#BAD_MALFORMED}. */
    public BadValueException(@Nullable String message, @Nullable Throwable cause) {
        this(Outcome.BAD_MALFORMED, message, cause);
    }

    /** A value that is bad in this way. */
    public BadValueException(Outcome outcome, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.outcome = outcome;
    }

    /** A field whose value is not what its type asks for. */
    public static BadValueException in(String field, String expected, @Nullable Object found) {
        return misfit(field, expected, brief(found));
    }

    /** As {@link #in}, with what was found in words. */
    public static BadValueException misfit(String field, String expected, String found) {
        return new BadValueException(
                Outcome.BAD_FIELD, "field '" + field + "': expected " + expected + ", found " + found, null);
    }

    /** In what way the value is bad, for the counters. */
    public Outcome outcome() {
        return outcome;
    }

    /** A value as a message shows it: with its type, and not more than its first 80 characters. */
    public static String brief(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = value.toString();
        String cut = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        String quoted = value instanceof CharSequence ? "'" + cut + "'" : cut;
        return value.getClass().getSimpleName() + " " + quoted;
    }
}
