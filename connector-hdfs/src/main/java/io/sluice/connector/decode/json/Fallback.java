/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.value.BadValueException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of one object that are not of their column's type. Used for one object at a time. */
final class Fallback {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonConflicts conflicts;
    private final Runnable fellBack;
    private @Nullable Map<String, Object> kept;

    /** @param fellBack is called once for each value that takes a fallback */
    Fallback(JsonConflicts conflicts, Runnable fellBack) {
        this.conflicts = conflicts;
        this.fellBack = fellBack;
    }

    private boolean keeps() {
        return conflicts == JsonConflicts.COLUMN;
    }

    /**
     * Keeps a value, and moves the parser to its last token.
     *
     * @throws BadValueException if such make a record bad
     */
    void take(Misfit misfit, JsonParser parser) throws IOException {
        if (!keeps()) {
            throw misfit.asBadValue();
        }
        keep(JsonText.pointer(parser), text(parser));
    }

    /** As {@link #take}, for a value that no column could be made of: one of nothing but nulls and brackets is left out. */
    void takeIfTyped(JsonParser parser) throws IOException {
        if (!keeps()) {
            parser.skipChildren();
            return;
        }
        String pointer = JsonText.pointer(parser);
        StringWriter text = new StringWriter();
        boolean typed = false;
        try (JsonGenerator json = JSON.createGenerator(text)) {
            int open = 0;
            for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
                json.copyCurrentEventExact(parser);
                typed |= token.isScalarValue() && token != JsonToken.VALUE_NULL;
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (open == 0) {
                    break;
                }
            }
        }
        if (typed) {
            keep(pointer, text.toString());
        }
    }

    private void keep(String pointer, String text) {
        if (kept == null) {
            kept = new LinkedHashMap<>();
        }
        kept.put(pointer, text);
        fellBack.run();
    }

    /** The JSON text of a value for a column that takes any. */
    String convert(JsonParser parser) throws IOException {
        String text = text(parser);
        fellBack.run();
        return text;
    }

    /** The JSON text of the value that the parser stands on; moves it to its last token. */
    private static String text(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    /** What was kept of the object; begins anew. */
    @Nullable Map<String, Object> drain() {
        Map<String, Object> drained = kept;
        kept = null;
        return drained;
    }
}
