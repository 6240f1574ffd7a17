/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import io.sluice.cli.terminal.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of a file: its lines, or several lines joined by {@code \n} where a {@link Multiline} says so. A line without
 * a byte is no event, but may be part of one. Not thread-safe.
 */
public final class Events {

    private final Lines lines;
    private final String name;
    private final Optional<Multiline> multiline;
    private final int maxBytes;
    private byte @Nullable [] ahead;
    private long aheadNumber;
    private long number;

    /**
     * Joins the lines of a stream.
     *
     * @param name of the stream, for messages
     * @param maxBytes the longest event that is taken: bounds what is held of a file whose lines all go on
     */
    public Events(Lines lines, String name, Optional<Multiline> multiline, int maxBytes) {
        this.lines = lines;
        this.name = name;
        this.multiline = multiline;
        this.maxBytes = maxBytes;
    }

    /**
     * The next event, or null at the end.
     *
     * @throws UserError if it is longer than is taken
     */
    public byte @Nullable [] next() throws IOException {
        byte[] first = ahead == null ? line() : ahead;
        number = aheadNumber;
        ahead = null;
        while (first != null && first.length == 0) {
            first = line();
            number = aheadNumber;
        }
        return first == null || multiline.isEmpty() ? first : joined(first, multiline.get());
    }

    /** The number of the line with which the event that {@link #next} returned last begins, 1 for the first. */
    public long lineNumber() {
        return number;
    }

    private byte[] joined(byte[] first, Multiline rule) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream(first.length);
        event.write(first);
        for (byte[] line = line(); line != null; line = line()) {
            if (!rule.goesOn(line)) {
                ahead = line;
                break;
            }
            if (event.size() + 1 + line.length > maxBytes) {
                throw new UserError("the event that begins in line " + number + " of " + name + " is longer than "
                        + maxBytes + " bytes by line " + aheadNumber + "; does the pattern " + rule.pattern()
                        + (rule.negate()
                                ? " match the lines with which an event begins?"
                                : " match only the lines that go on with one (or did you mean --multiline-negate)?"));
            }
            event.write('\n');
            event.write(line);
        }
        return event.toByteArray();
    }

    private byte @Nullable [] line() throws IOException {
        byte[] line = lines.next();
        aheadNumber = lines.number();
        return line;
    }
}
