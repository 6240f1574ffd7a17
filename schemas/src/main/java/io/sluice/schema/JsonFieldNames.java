/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * Names of JSON members as Avro allows them: letters, digits and underscores, no digit first. Any other character is
 * written as {@code _xHHHH_}, its UTF-16 code in hex, so that no two members get one name and each can be had back:
 * {@code user-id} is {@code user_x002d_id}. A name that looks as if it were escaped has its underscore escaped.
 */
public final class JsonFieldNames {

    /** Property of an Avro field whose member has another name. */
    public static final String ORIGINAL_NAME = "sluice.json.name";

    private static final Pattern ESCAPE = Pattern.compile("_x([0-9a-f]{4})_");
    private static final Pattern AS_IS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String EMPTY = "_x_";

    private JsonFieldNames() {}

    public static String toAvro(String member) {
        if (member.isEmpty()) {
            return EMPTY;
        }
        if (AS_IS.matcher(member).matches() && !member.contains("_x")) {
            return member;
        }
        return toAvro(member, 0);
    }

    /** {@code escaped} letters at the front are written as codes too. */
    private static String toAvro(String member, int escaped) {
        StringBuilder name = new StringBuilder(member.length() + 12);
        int letters = 0;
        for (int i = 0; i < member.length(); i++) {
            char c = member.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean underscore = c == '_' && !looksEscaped(member, i);
            boolean digit = c >= '0' && c <= '9' && i > 0;
            if ((letter && ++letters > escaped) || underscore || digit) {
                name.append(c);
            } else {
                name.append(String.format(Locale.ROOT, "_x%04x_", (int) c));
            }
        }
        return name.toString();
    }

    /**
     * The name of another member of the same record, told apart from those before it even where case does not count, as
     * in Hive: after {@code ID}, {@code id} is {@code _x0069_d}. {@link #fromAvro} has it back all the same.
     *
     * @param taken the names so far, in lower case; the new one is added
     */
    public static String distinct(String member, Set<String> taken) {
        String name = toAvro(member);
        for (int escaped = 1; !taken.add(name.toLowerCase(Locale.ROOT)); escaped++) {
            name = toAvro(member, escaped);
        }
        return name;
    }

    /** The field of a record that has a member's values; null if there is none yet. */
    public static @Nullable Field field(Schema record, String member) {
        Field field = record.getField(toAvro(member));
        if (field != null) {
            return field;
        }
        return record.getFields().stream()
                .filter(each -> fromAvro(each.name()).equals(member))
                .findFirst()
                .orElse(null);
    }

    /** An underscore is escaped wherever an x follows: simpler than exact, and it cannot be wrong. */
    private static boolean looksEscaped(String member, int at) {
        return member.startsWith("_x", at);
    }

    public static String fromAvro(String name) {
        if (name.equals(EMPTY)) {
            return "";
        }
        Matcher escapes = ESCAPE.matcher(name);
        return escapes.replaceAll(
                escape -> Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), 16))));
    }
}
