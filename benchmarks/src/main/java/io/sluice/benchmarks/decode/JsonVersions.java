/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import java.nio.charset.StandardCharsets;
import org.apache.avro.generic.GenericRecord;

/** {@link Versions} of JSON objects: with a declared schema, which has all members, and inferred. */
final class JsonVersions {

    private JsonVersions() {}

    private static JsonDecoder inferring() {
        return JsonDecoder.inferred(JsonConflicts.FAIL, new DecodeCounters());
    }

    private static byte[] value(int version, GenericRecord flight) {
        return flight.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonDecoder decoder() {
        return JsonDecoder.declared(Versions.table(Flights::withOptional), JsonConflicts.FAIL, new DecodeCounters());
    }

    static Versions.Topic topic(int versions) {
        JsonDecoder decoder = decoder();
        return new Versions.Topic(decoder, Versions.records(versions, JsonVersions::value));
    }

    static Versions.Topic inferred(int versions) {
        return new Versions.Topic(inferring(), Versions.records(versions, JsonVersions::value));
    }
}
