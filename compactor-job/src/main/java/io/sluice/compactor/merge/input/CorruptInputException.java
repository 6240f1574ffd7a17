/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.Optional;

/** An input cannot be read, or does not hold what its footer promises. The message names the file. */
public final class CorruptInputException extends IOException {

    private final String file;

    public CorruptInputException(String message) {
        super(message);
        this.file = "";
    }

    CorruptInputException(String message, Throwable cause) {
        super(message, cause);
        this.file = "";
    }

    private CorruptInputException(StorePath file, String message, Throwable cause) {
        super(message, cause);
        this.file = file.value();
    }

    /** What went wrong while {@code file} was read: it and no other input is to blame. */
    public static CorruptInputException in(StorePath file, Exception cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new CorruptInputException(
                file, message.contains(file.value()) ? message : file + " cannot be read: " + message, cause);
    }

    /** The input without which the merge could go well; empty if none is known. */
    public Optional<StorePath> file() {
        return file.isEmpty() ? Optional.empty() : Optional.of(new StorePath(file));
    }
}
