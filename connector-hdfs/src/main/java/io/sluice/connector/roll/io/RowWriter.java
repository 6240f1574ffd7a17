/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.schema.avro.AvroInput;
import java.io.Closeable;
import java.io.IOException;

/** A data file being written. */
interface RowWriter extends Closeable {

    /** Writes the next record of the input, which is of the file's schema. A writer that has thrown is only to be closed. */
    void write(AvroInput in) throws IOException;

    /** Writes what makes the file whole; nothing comes after it but {@link #close}. */
    void complete() throws IOException;
}
