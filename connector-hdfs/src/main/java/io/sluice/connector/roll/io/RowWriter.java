/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import java.io.Closeable;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;

/** A data file being written. */
interface RowWriter extends Closeable {

    void write(GenericRecord row) throws IOException;
}
