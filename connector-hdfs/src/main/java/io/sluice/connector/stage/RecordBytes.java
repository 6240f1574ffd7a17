/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.schema.avro.AvroInput;
import java.nio.ByteBuffer;

/** A record in Avro's binary encoding, somewhere in an array that is not its own. */
public final class RecordBytes {

    private final byte[] array;
    private final int from;
    private final int length;

    RecordBytes(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    static RecordBytes of(ByteBuffer bytes) {
        return new RecordBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    public int length() {
        return length;
    }

    /** Reads them. */
    public AvroInput input() {
        return AvroInput.ofMany(array, from, from + length);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, from, target, at, length);
    }
}
