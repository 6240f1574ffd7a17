/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import io.sluice.schema.UnknownSchemaException;
import java.io.IOException;

/**
 * Port. A schema registry, read. What was found once does not change: an id means one schema for ever, and so does a
 * version of a subject.
 *
 * <p>Thread-safe. Calls may wait for the network for some seconds.
 */
public interface SchemaRegistry {

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException if the registry says that it has none; it may have one later
     * @throws RegistryUnavailableException if it cannot be asked now: try again, and blame no record for it
     */
    RegisteredSchema byId(int id) throws IOException;

    /**
     * A version of a subject, which is how references name schemas.
     *
     * @throws UnknownVersionException if the registry says that it has none
     * @throws RegistryUnavailableException as for {@link #byId}
     */
    RegisteredSchema byVersion(String subject, int version) throws IOException;
}
