/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import io.sluice.connector.config.RollConfig;
import io.sluice.connector.decode.DecodedRecord;
import io.sluice.connector.roll.RollPolicy;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Records whose value says which offset they have. */
public final class Records {

    public static final Schema SCHEMA = SchemaBuilder.record("Event")
            .namespace("test")
            .fields()
            .requiredLong("id")
            .endRecord();

    private Records() {}

    public static GenericRecord value(long id) {
        GenericRecord value = new GenericData.Record(SCHEMA);
        value.put("id", id);
        return value;
    }

    static Delivery delivery(long offset) {
        return new Delivery(offset, new DecodedRecord("events", 0, offset, 0, "p=" + offset % 3, value(offset)));
    }

    static List<Delivery> deliveries(long... offsets) {
        return Arrays.stream(offsets).mapToObj(Records::delivery).toList();
    }

    static RollPolicy rollAfter(long rows, long ageMs) {
        return new RollPolicy(new RollConfig(
                rows, OptionalLong.empty(), OptionalLong.of(ageMs), OptionalLong.empty(), ZoneOffset.UTC));
    }
}
