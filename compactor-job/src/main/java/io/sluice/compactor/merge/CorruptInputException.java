/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.io.IOException;

/** An input does not hold what its footer promises. The message names the file; its group is left as it is. */
public final class CorruptInputException extends IOException {

    CorruptInputException(String message) {
        super(message);
    }

    CorruptInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
