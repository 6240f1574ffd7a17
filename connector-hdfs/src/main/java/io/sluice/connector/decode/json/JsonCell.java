/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the values of one column. */
@FunctionalInterface
interface JsonCell {

    /**
     * Reads the token that the parser stands on, and all that belongs to it.
     *
     * @throws Misfit if that is no value of the column; the parser has not moved
     */
    @Nullable Object read(JsonParser parser) throws IOException;
}
