/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The registry gave no answer, or none that says anything about the schema: it is down, overloaded, refuses the
 * credentials, or is no registry. Nothing is wrong with the record that asked; ask again later.
 */
public final class RegistryUnavailableException extends IOException {

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
