/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.connector.decode.avro.Framing.Written;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.BoundedMemory;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.RetriableException;

/** Remembers the schemas that were found. Not thread-safe. */
final class SchemaLookup<K> {

    private static final int CAPACITY = 2000;

    private final Source<K> source;
    private final int bodyStart;
    private final BoundedMemory<K, Written> found = BoundedMemory.ofEqual(CAPACITY);

    /** Where a schema is found by what a value names. */
    @FunctionalInterface
    interface Source<K> {
        Schema find(K name) throws IOException;
    }

    SchemaLookup(Source<K> source, int bodyStart) {
        this.source = source;
        this.bodyStart = bodyStart;
    }

    Written find(K name) {
        Written known = found.get(name);
        return known == null ? found.put(name, new Written(ask(name), bodyStart)) : known;
    }

    private Schema ask(K name) {
        Schema schema;
        try {
            schema = source.find(name);
        } catch (RegistryUnavailableException e) {
            // No fault of the record: Connect hands it over again.
            throw new RetriableException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadValueException(Outcome.BAD_SCHEMA, e.getMessage(), e);
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw new BadValueException(
                    Outcome.BAD_SCHEMA,
                    "expected values that are records, but their Avro schema is "
                            + schema.getType().getName(),
                    null);
        }
        return schema;
    }
}
