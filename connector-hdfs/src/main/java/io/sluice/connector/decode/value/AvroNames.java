/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

/** Names that Avro allows: letters, digits and underscores, no digit first. */
public final class AvroNames {

    private AvroNames() {}

    /** The record name of a topic's values, such as {@code web_clicks} for {@code web.clicks}. */
    public static String ofTopic(String topic) {
        return legal(topic);
    }

    /** The name itself if it is legal; else with an underscore for each character that is not. */
    public static String legal(String name) {
        if (name.isEmpty()) {
            return "_";
        }
        StringBuilder legal = new StringBuilder(name.length() + 1);
        if (isDigit(name.charAt(0))) {
            legal.append('_');
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            legal.append(isLetter(c) || isDigit(c) ? c : '_');
        }
        return legal.toString();
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
