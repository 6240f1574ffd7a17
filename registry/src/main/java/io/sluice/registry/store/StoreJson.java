/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.state.Mode;
import io.sluice.registry.state.SchemaContent;
import io.sluice.registry.state.SchemaVersion;
import io.sluice.registry.state.StoreKey;
import io.sluice.registry.state.StoreKey.ClearSubjectKey;
import io.sluice.registry.state.StoreKey.ConfigKey;
import io.sluice.registry.state.StoreKey.DeleteSubjectKey;
import io.sluice.registry.state.StoreKey.ModeKey;
import io.sluice.registry.state.StoreKey.NoopKey;
import io.sluice.registry.state.StoreKey.SchemaKey;
import io.sluice.registry.state.StoreRecord;
import io.sluice.registry.state.StoreValue;
import io.sluice.registry.state.StoreValue.ClearSubjectValue;
import io.sluice.registry.state.StoreValue.ConfigValue;
import io.sluice.registry.state.StoreValue.DeleteSubjectValue;
import io.sluice.registry.state.StoreValue.HighestIdValue;
import io.sluice.registry.state.StoreValue.ModeValue;
import io.sluice.registry.state.StoreValue.SchemaValue;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON, attribute for attribute as Confluent's registry writes them: keys must be the same bytes, for
 * compaction compares bytes. What is more in a value than is known here is passed over.
 */
final class StoreJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HIGHEST_ID = "maxId";

    private StoreJson() {}

    static byte[] key(StoreKey key) {
        if (key instanceof SchemaKey schema) {
            return bytes(keyOf("SCHEMA")
                    .put("subject", schema.subject())
                    .put("version", schema.version())
                    .put("magic", 1));
        }
        if (key instanceof ConfigKey config) {
            return bytes(keyOf("CONFIG").put("subject", config.subject()).put("magic", 0));
        }
        if (key instanceof ModeKey mode) {
            return bytes(keyOf("MODE").put("subject", mode.subject()).put("magic", 0));
        }
        if (key instanceof DeleteSubjectKey delete) {
            return bytes(
                    keyOf("DELETE_SUBJECT").put("subject", delete.subject()).put("magic", 0));
        }
        if (key instanceof ClearSubjectKey clear) {
            return bytes(keyOf("CLEAR_SUBJECT").put("subject", clear.subject()).put("magic", 0));
        }
        return bytes(keyOf("NOOP").put("magic", 0));
    }

    private static ObjectNode keyOf(String type) {
        return JsonNodeFactory.instance.objectNode().put("keytype", type);
    }

    static byte @Nullable [] value(StoreRecord record) {
        StoreValue value = record.value();
        if (value == null) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (value instanceof SchemaValue schema) {
            return bytes(schema(json, schema));
        }
        if (value instanceof ConfigValue config) {
            return bytes(json.put("compatibilityLevel", config.level().name()));
        }
        if (value instanceof ModeValue mode) {
            return bytes(json.put("mode", mode.mode().name()));
        }
        if (value instanceof DeleteSubjectValue delete && record.key() instanceof DeleteSubjectKey key) {
            return bytes(json.put("subject", key.subject()).put("version", delete.upToVersion()));
        }
        if (value instanceof ClearSubjectValue && record.key() instanceof ClearSubjectKey key) {
            return bytes(json.put("subject", key.subject()));
        }
        if (value instanceof HighestIdValue highest) {
            return bytes(json.put(HIGHEST_ID, highest.id()));
        }
        throw new IllegalArgumentException("a value that does not belong to its key: " + record);
    }

    private static ObjectNode schema(ObjectNode json, SchemaValue value) {
        SchemaVersion version = value.schema();
        SchemaContent content = version.content();
        json.put("subject", version.subject()).put("version", version.version()).put("id", version.id());
        if (content.type() != SchemaType.AVRO) {
            json.put("schemaType", content.type().name());
        }
        if (!content.references().isEmpty()) {
            ArrayNode references = json.putArray("references");
            content.references()
                    .forEach(reference -> references
                            .addObject()
                            .put("name", reference.name())
                            .put("subject", reference.subject())
                            .put("version", reference.version()));
        }
        return json.put("schema", content.text()).put("deleted", value.deleted());
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of JSON can be written", e);
        }
    }

    /**
     * Reads a record.
     *
     * @return null for one of a kind that is not known here
     * @throws IOException if it is not as Confluent's registry would write it
     */
    static @Nullable StoreRecord record(byte @Nullable [] key, byte @Nullable [] value) throws IOException {
        if (key == null) {
            throw new IOException("a record without a key");
        }
        JsonNode keyJson = JSON.readTree(key);
        StoreKey parsed = key(keyJson);
        if (parsed == null) {
            return null;
        }
        JsonNode json = value == null ? null : JSON.readTree(value);
        return new StoreRecord(parsed, json == null || json.isNull() ? null : value(parsed, json));
    }

    private static @Nullable StoreKey key(JsonNode json) throws IOException {
        JsonNode subject = json.path("subject");
        String orNull = subject.isTextual() ? subject.asText() : null;
        return switch (text(json, "keytype")) {
            case "SCHEMA" -> new SchemaKey(text(json, "subject"), number(json, "version"));
            case "CONFIG" -> new ConfigKey(orNull);
            case "MODE" -> new ModeKey(orNull);
            case "DELETE_SUBJECT" -> new DeleteSubjectKey(text(json, "subject"));
            case "CLEAR_SUBJECT" -> new ClearSubjectKey(text(json, "subject"));
            case "NOOP" -> new NoopKey();
            default -> null;
        };
    }

    private static @Nullable StoreValue value(StoreKey key, JsonNode json) throws IOException {
        if (key instanceof SchemaKey schema) {
            return new SchemaValue(
                    new SchemaVersion(schema.subject(), schema.version(), number(json, "id"), content(json)),
                    json.path("deleted").asBoolean());
        }
        if (key instanceof ConfigKey) {
            // A value may carry other settings and no level.
            return json.path("compatibilityLevel").isTextual()
                    ? new ConfigValue(constant(CompatibilityLevel.class, json, "compatibilityLevel"))
                    : null;
        }
        if (key instanceof ModeKey) {
            // Other registries know more modes, which all let more happen than ours.
            return new ModeValue(text(json, "mode").startsWith("READONLY") ? Mode.READONLY : Mode.READWRITE);
        }
        if (key instanceof DeleteSubjectKey) {
            return new DeleteSubjectValue(number(json, "version"));
        }
        if (key instanceof ClearSubjectKey) {
            return new ClearSubjectValue();
        }
        return json.path(HIGHEST_ID).isInt()
                ? new HighestIdValue(json.path(HIGHEST_ID).intValue())
                : null;
    }

    private static SchemaContent content(JsonNode json) throws IOException {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode reference : json.path("references")) {
            references.add(new SchemaReference(
                    text(reference, "name"), text(reference, "subject"), number(reference, "version")));
        }
        SchemaType type =
                json.hasNonNull("schemaType") ? constant(SchemaType.class, json, "schemaType") : SchemaType.AVRO;
        return new SchemaContent(type, text(json, "schema"), references);
    }

    private static String text(JsonNode json, String attribute) throws IOException {
        JsonNode value = json.path(attribute);
        if (!value.isTextual()) {
            throw new IOException("no \"" + attribute + "\" in " + json);
        }
        return value.asText();
    }

    private static int number(JsonNode json, String attribute) throws IOException {
        JsonNode value = json.path(attribute);
        if (!value.isInt()) {
            throw new IOException("no \"" + attribute + "\" in " + json);
        }
        return value.intValue();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String attribute) throws IOException {
        String name = text(json, attribute);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + attribute + "\" is " + name + ", which is not known here", e);
        }
    }
}
