/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import java.util.function.Supplier;
import org.apache.avro.generic.GenericData;

/**
 * Reads an entry of a map: a message of a key and a value, either of which may be left out.
 *
 * @param pair reads both into their positions
 * @param absentValue what a value is that was left out
 */
record EntryReader(MessageReader pair, int key, int value, Supplier<Object> absentValue) {

    GenericData.Record read(WireInput in) {
        GenericData.Record record = pair.read(in);
        if (record.get(value) == null) {
            record.put(value, absentValue.get());
        }
        return record;
    }
}
