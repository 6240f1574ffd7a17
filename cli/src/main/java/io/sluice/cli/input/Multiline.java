/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which lines go on with the event before them, as Filebeat's {@code multiline} with {@code match: after} has it.
 *
 * @param pattern is looked for anywhere in a line
 * @param negate false: a line that matches goes on ({@code ^\s}: what is indented); true: one that does not match goes on
 *     ({@code ^\d{4}-}: an event begins with a date)
 */
public record Multiline(Pattern pattern, boolean negate) {

    /** Whether the line belongs to the event before it. */
    boolean goesOn(byte[] line) {
        return pattern.matcher(new String(line, StandardCharsets.UTF_8)).find() != negate;
    }
}
