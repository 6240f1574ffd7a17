/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import io.sluice.connector.decode.value.BadValueException;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Matches texts against a pattern, with a bound on the work: a pattern may need time that grows with two to the power
 * of the text's length, and one such text must not hold up a topic. Not thread-safe.
 */
public final class LineMatcher {

    /** Some ten ms. What a sound pattern needs is a few steps for a character. */
    private static final long STEPS = 1_000_000;

    private static final long STEPS_PER_CHARACTER = 100;

    private final LinePattern pattern;
    private Matcher matcher;

    public LineMatcher(LinePattern pattern) {
        this.pattern = pattern;
        this.matcher = pattern.regex().matcher("");
    }

    /**
     * Whether the pattern matches the whole text.
     *
     * @throws BadValueException if that takes too much time or stack to find out
     */
    public boolean matches(String text) {
        try {
            return matcher.reset(new Bounded(text)).matches();
        } catch (TooManySteps | StackOverflowError e) {
            matcher = pattern.regex().matcher("");
            throw new BadValueException(
                    "text.pattern takes "
                            + (e instanceof TooManySteps ? "too many steps" : "too deep a recursion")
                            + " on this text of " + text.length() + " characters: " + BadValueException.brief(text)
                            + "; make its repetitions exclude what follows them, as in [^ ]+ for .+, or possessive, as in \\w++");
        }
    }

    /** What a group of the last match took; null if it took no part in it. */
    public @Nullable String group(int number) {
        return matcher.group(number);
    }

    /** A text that may be looked at only so often. */
    private static final class Bounded implements CharSequence {
        private final String text;
        private long left;

        Bounded(String text) {
            this.text = text;
            this.left = STEPS + STEPS_PER_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        /** How the matcher takes groups out. */
        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
