/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.decode.avro.AvroDecoder;
import io.sluice.schema.ConfluentWireFormat;
import java.util.Optional;

/** {@link Versions} of Avro in Confluent's wire format. */
final class AvroVersions {

    private AvroVersions() {}

    private static AvroDecoder decoder() {
        return AvroDecoder.named(Flights::withOptional, Optional.empty());
    }

    static Versions.Topic topic(int versions) {
        AvroDecoder decoder = decoder();
        decoder.adopt(Versions.TOPIC, Versions.table(Flights::withOptional));
        return new Versions.Topic(
                decoder,
                Versions.records(
                        versions, (version, flight) -> ConfluentWireFormat.frame(version, Flights.bytes(flight))));
    }
}
