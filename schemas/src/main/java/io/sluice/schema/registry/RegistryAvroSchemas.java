/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.UnknownSchemaException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The Avro schemas of a registry, parsed together with what they refer to. Parses at each call: who asks keeps the
 * answer.
 *
 * <p>Thread-safe.
 */
public final class RegistryAvroSchemas implements SchemaSource {

    private final SchemaRegistry registry;

    public RegistryAvroSchemas(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException if there is none now; there may be later
     * @throws RegistryUnavailableException if the registry cannot be asked now; the record is not to blame
     * @throws IOException if it is no Avro schema
     */
    @Override
    public Schema byId(int id) throws IOException {
        RegisteredSchema registered = registry.byId(id);
        if (registered.type() != SchemaType.AVRO) {
            throw new IOException("schema " + id + " is of type " + registered.type() + ", expected AVRO");
        }
        Schema.Parser parser = new Schema.Parser();
        try {
            parseReferences(registered, parser, new HashSet<>());
            return parser.parse(registered.text());
        } catch (AvroRuntimeException e) {
            throw new IOException("schema " + id + " of the registry cannot be parsed as Avro: " + e.getMessage(), e);
        }
    }

    /** Depth first, for a type must be known to the parser before it is used. */
    private void parseReferences(RegisteredSchema schema, Schema.Parser parser, Set<SchemaReference> seen)
            throws IOException {
        for (SchemaReference reference : schema.references()) {
            if (seen.add(new SchemaReference("", reference.subject(), reference.version()))) {
                RegisteredSchema used = registry.byVersion(reference.subject(), reference.version());
                parseReferences(used, parser, seen);
                parser.parse(used.text());
            }
        }
    }
}
