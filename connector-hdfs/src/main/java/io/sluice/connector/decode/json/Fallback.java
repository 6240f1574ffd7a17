/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
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

    boolean keeps() {
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
        if (kept == null) {
            kept = new LinkedHashMap<>();
        }
        kept.put(misfit.path(), text(parser));
    }

    /** The JSON text of the value that the parser stands on, for a column that takes any. */
    String text(JsonParser parser) throws IOException {
        fellBack.run();
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
