/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import java.io.IOException;

/** The bytes of a file could be read, and they are no Parquet footer that we understand. */
public final class NotParquetException extends IOException {

    NotParquetException(String message) {
        super(message);
    }

    NotParquetException(String message, Throwable cause) {
        super(message, cause);
    }
}
