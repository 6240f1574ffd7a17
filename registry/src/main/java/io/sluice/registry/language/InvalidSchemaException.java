/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import org.jspecify.annotations.Nullable;

/** A text that is no schema in its language, or needs another that is not there. Says where, if the parser did. */
public final class InvalidSchemaException extends RuntimeException {

    public InvalidSchemaException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
