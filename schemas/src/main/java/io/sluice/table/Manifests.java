/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.CommitManifest.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit manifest as JSON. Fields that this version does not know are passed over; one that is missing is refused,
 * and so is a manifest of a later format, which may mean something else by the fields we know.
 */
public final class Manifests {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Manifests() {}

    /** The manifest in UTF-8, in lines that people can read. The same manifest gives the same bytes. */
    public static byte[] toBytes(CommitManifest manifest) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("version", manifest.version())
                .put("topic", manifest.topic())
                .put("partition", manifest.partition())
                .put("epoch", manifest.epoch())
                .put("startOffset", manifest.startOffset())
                .put("nextOffset", manifest.nextOffset())
                .put("rows", manifest.rows())
                .put("skipped", manifest.skipped())
                .put("committedAtMs", manifest.committedAtMs());
        ArrayNode files = json.putArray("files");
        for (CommittedFile file : manifest.files()) {
            files.addObject()
                    .put("work", file.work())
                    .put("path", file.path())
                    .put("firstOffset", file.firstOffset())
                    .put("lastOffset", file.lastOffset())
                    .put("rows", file.rows())
                    .put("bytes", file.bytes())
                    .put("crc32c", file.crc32c())
                    .put("schemaVersion", file.schemaVersion());
        }
        try {
            return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n").getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and strings that cannot be written", e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @param source the file it came from, for the message of an error
     * @throws BrokenChainException if it is not one
     */
    public static CommitManifest parse(byte[] bytes, StorePath source) throws BrokenChainException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new BrokenChainException(source + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new BrokenChainException(source + " is not JSON: " + e.getMessage(), e);
        }
        Fields json = new Fields(tree, source.value());
        long version = json.number("version");
        if (version > CommitManifest.VERSION) {
            throw new BrokenChainException(source + " has format version " + version + ", this Sluice knows up to "
                    + CommitManifest.VERSION + ": run the newer one that wrote it");
        }
        List<CommittedFile> files = new ArrayList<>();
        for (Fields file : json.objects("files")) {
            files.add(new CommittedFile(
                    file.text("work"),
                    file.text("path"),
                    file.number("firstOffset"),
                    file.number("lastOffset"),
                    file.number("rows"),
                    file.number("bytes"),
                    file.number("crc32c"),
                    file.integer("schemaVersion")));
        }
        try {
            return new CommitManifest(
                    (int) version,
                    json.text("topic"),
                    json.integer("partition"),
                    json.number("epoch"),
                    json.number("startOffset"),
                    json.number("nextOffset"),
                    json.number("rows"),
                    json.number("skipped"),
                    json.number("committedAtMs"),
                    files);
        } catch (IllegalArgumentException e) {
            throw new BrokenChainException(source + ": " + e.getMessage(), e);
        }
    }

    public static CommitManifest read(FileStore store, StorePath file) throws IOException {
        try (SeekableInput in = store.open(file)) {
            return parse(in.readAllBytes(), file);
        }
    }

    /** An object of which every field that is asked for must be there. */
    private record Fields(JsonNode node, String where) {

        private JsonNode field(String name) throws BrokenChainException {
            JsonNode value = node.get(name);
            if (value == null || value.isNull()) {
                throw new BrokenChainException(where + " has no field \"" + name + "\"");
            }
            return value;
        }

        long number(String name) throws BrokenChainException {
            JsonNode value = field(name);
            if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
                throw new BrokenChainException(where + ": field \"" + name + "\" is not a whole number: " + value);
            }
            return value.longValue();
        }

        int integer(String name) throws BrokenChainException {
            long value = number(name);
            if (value != (int) value) {
                throw new BrokenChainException(where + ": field \"" + name + "\" is out of range: " + value);
            }
            return (int) value;
        }

        String text(String name) throws BrokenChainException {
            JsonNode value = field(name);
            if (!value.isTextual()) {
                throw new BrokenChainException(where + ": field \"" + name + "\" is not a string: " + value);
            }
            return value.textValue();
        }

        List<Fields> objects(String name) throws BrokenChainException {
            JsonNode array = field(name);
            if (!array.isArray()) {
                throw new BrokenChainException(where + ": field \"" + name + "\" is not a list");
            }
            List<Fields> objects = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                objects.add(new Fields(array.get(i), where + ": " + name + "[" + i + "]"));
            }
            return objects;
        }
    }
}
