/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.io.IOException;
import org.apache.avro.Schema;

/**
 * Port. Where the schema of a record is found by its id. An id means one schema for ever, so answers may be kept.
 *
 * <p>Thread-safe.
 */
public interface SchemaSource {

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException if there is none now; there may be later
     * @throws IOException if the source cannot be read, or what it has for the id is no schema
     */
    Schema byId(int id) throws IOException;
}
