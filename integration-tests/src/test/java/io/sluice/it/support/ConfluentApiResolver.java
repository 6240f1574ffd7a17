/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.ParsedSchemaImpl;
import io.apicurio.registry.resolver.SchemaLookupResult;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.resolver.SchemaResolver;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.rest.client.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Lets Apicurio's serializers find their schemas through Confluent's API: they come with a client for Apicurio's own
 * only. All else of them is as it is.
 */
public final class ConfluentApiResolver<D> implements SchemaResolver<Schema, D> {

    private final RegistryCalls registry;
    private final String subject;
    private final Map<Schema, SchemaLookupResult<Schema>> bySchema = new HashMap<>();
    private final Map<Integer, SchemaLookupResult<Schema>> byId = new HashMap<>();
    private @Nullable SchemaParser<Schema, D> parser;

    public ConfluentApiResolver(URI registry, String subject) {
        this.registry = new RegistryCalls(registry);
        this.subject = subject;
    }

    @Override
    public void configure(Map<String, ?> configs, SchemaParser<Schema, D> schemaParser) {
        this.parser = schemaParser;
    }

    @Override
    public void setClient(RegistryClient client) {
        // Apicurio's own, which is not used.
    }

    @Override
    public void setArtifactResolverStrategy(ArtifactReferenceResolverStrategy<Schema, D> strategy) {
        // The subject is the topic's, as with Confluent's serializers.
    }

    @Override
    public SchemaParser<Schema, D> getSchemaParser() {
        if (parser == null) {
            throw new IllegalStateException("not configured");
        }
        return parser;
    }

    @Override
    public SchemaLookupResult<Schema> resolveSchema(Record<D> data) {
        ParsedSchema<Schema> schema = getSchemaParser().getSchemaFromData(data);
        return bySchema.computeIfAbsent(schema.getParsedSchema(), unknown -> register(schema));
    }

    private SchemaLookupResult<Schema> register(ParsedSchema<Schema> schema) {
        try {
            return found(registry.id(subject, new String(schema.getRawSchema(), StandardCharsets.UTF_8)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SchemaLookupResult<Schema> resolveSchemaByArtifactReference(ArtifactReference reference) {
        return byId.computeIfAbsent(Math.toIntExact(reference.getGlobalId()), this::load);
    }

    private SchemaLookupResult<Schema> load(int id) {
        try {
            byte[] text = registry.get("/schemas/ids/" + id)
                    .body()
                    .path("schema")
                    .asText()
                    .getBytes(StandardCharsets.UTF_8);
            return found(
                    id,
                    new ParsedSchemaImpl<Schema>()
                            .setParsedSchema(getSchemaParser().parseSchema(text, Map.of()))
                            .setRawSchema(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaLookupResult<Schema> found(int id, ParsedSchema<Schema> schema) {
        return SchemaLookupResult.<Schema>builder()
                .globalId(id)
                .contentId(id)
                .parsedSchema(schema)
                .build();
    }

    @Override
    public void reset() {
        bySchema.clear();
        byId.clear();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
