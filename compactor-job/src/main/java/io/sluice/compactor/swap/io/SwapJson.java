/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.compactor.swap.SwapEvent;
import io.sluice.compactor.swap.SwapEvent.Abandoned;
import io.sluice.compactor.swap.SwapEvent.Cleaned;
import io.sluice.compactor.swap.SwapEvent.Committed;
import io.sluice.compactor.swap.SwapEvent.Written;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Journal records as JSON. Paths are relative to the table, so that a table can be moved. */
final class SwapJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 1;

    private final StorePath root;

    SwapJson(StorePath root) {
        this.root = root;
    }

    byte[] intent(SwapIntent intent) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("version", VERSION)
                .put("sequence", intent.sequence())
                .put("mode", intent.mode().name())
                .put("directory", intent.directory().relativeTo(root))
                .put("visible", intent.visible().name());
        ArrayNode sources = json.putArray("sources");
        for (Source source : intent.sources()) {
            sources.addObject()
                    .put("name", source.path().name())
                    .put("bytes", source.bytes())
                    .put("fileId", source.fileId())
                    .put("rows", source.rows());
        }
        return bytes(json);
    }

    SwapIntent intent(StorePath record, byte[] bytes) throws IOException {
        JsonNode json = parse(record, bytes);
        StorePath directory = root.child(text(record, json, "directory"));
        List<Source> sources = new ArrayList<>();
        for (JsonNode source : json.path("sources")) {
            sources.add(new Source(
                    directory.child(text(record, source, "name")),
                    number(record, source, "bytes"),
                    number(record, source, "fileId"),
                    number(record, source, "rows")));
        }
        return new SwapIntent(
                number(record, json, "sequence"),
                SwapMode.valueOf(text(record, json, "mode")),
                directory,
                directory.child(text(record, json, "visible")),
                sources);
    }

    byte[] event(SwapEvent event) {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION).put("event", event.name());
        if (event instanceof Written written) {
            json.put("frontBytes", written.frontBytes()).put("tailBytes", written.tailBytes());
        } else if (event instanceof Abandoned abandoned) {
            json.put("reason", abandoned.reason());
        }
        return bytes(json);
    }

    SwapEvent event(StorePath record, byte[] bytes) throws IOException {
        JsonNode json = parse(record, bytes);
        String name = text(record, json, "event");
        return switch (name) {
            case "written" -> new Written(number(record, json, "frontBytes"), number(record, json, "tailBytes"));
            case "committed" -> new Committed();
            case "cleaned" -> new Cleaned();
            case "abandoned" -> new Abandoned(text(record, json, "reason"));
            default -> throw new IOException(record + ": no such event: " + name);
        };
    }

    private static JsonNode parse(StorePath record, byte[] bytes) throws IOException {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (number(record, json, "version") > VERSION) {
                throw new IOException(record + " was written by a newer compactor: use that one");
            }
            return json;
        } catch (JacksonException e) {
            throw new IOException(
                    record + " is not a journal record: "
                            + new String(bytes, 0, Math.min(bytes.length, 80), StandardCharsets.UTF_8),
                    e);
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(StorePath record, JsonNode json, String name) throws IOException {
        if (!json.path(name).isTextual()) {
            throw new IOException(record + " lacks the text \"" + name + "\"");
        }
        return json.path(name).textValue();
    }

    private static long number(StorePath record, JsonNode json, String name) throws IOException {
        if (!json.path(name).canConvertToLong()) {
            throw new IOException(record + " lacks the number \"" + name + "\"");
        }
        return json.path(name).longValue();
    }
}
