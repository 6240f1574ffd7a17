/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions by name, for {@link LinePattern}. Immutable. */
public final class GrokLibrary {

    private static final Pattern DEFINITION = Pattern.compile("(\\w+)\\s+(\\S.*)");
    private static final GrokLibrary STANDARD = new GrokLibrary(Map.of()).with("grok-patterns", resource());

    private final Map<String, String> definitions;

    private GrokLibrary(Map<String, String> definitions) {
        this.definitions = definitions;
    }

    /** Names as users of grok know them, and whole lines of common logs, such as {@code APACHE_COMBINED}. */
    public static GrokLibrary standard() {
        return STANDARD;
    }

    /**
     * A library that has more, or others of the same names.
     *
     * @param source to name in errors
     * @param text a line each, of the form {@code NAME pattern}; blank lines and those that begin with # say nothing
     * @throws IllegalArgumentException with the line that is not of this form
     */
    public GrokLibrary with(String source, String text) {
        Map<String, String> all = new HashMap<>(definitions);
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher m = DEFINITION.matcher(line.strip());
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        source + ", line " + number + ": expected a name and a pattern, as in PIN [0-9]{4}");
            }
            all.put(m.group(1), m.group(2));
        }
        return new GrokLibrary(Map.copyOf(all));
    }

    Set<String> names() {
        return definitions.keySet();
    }

    Optional<String> definition(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /** The name that is most like one that is not there. */
    Optional<String> nearest(String name) {
        return definitions.keySet().stream()
                .filter(known -> known.startsWith(name) || name.startsWith(known) || known.equalsIgnoreCase(name))
                .min(Comparator.<String>comparingInt(known -> Math.abs(known.length() - name.length()))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String resource() {
        try (InputStream in = GrokLibrary.class.getResourceAsStream("grok-patterns")) {
            return new String(Objects.requireNonNull(in, "grok-patterns").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("grok-patterns", e);
        }
    }
}
