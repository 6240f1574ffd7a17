/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.connector.decode.value.BadValueException;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.FingerprintSource;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.WireFormatException;
import io.sluice.schema.avro.SingleObjectEncoding;
import java.util.Optional;

/**
 * Values that name their schema: by an id, in Confluent's wire format, or by its fingerprint, in Avro's single-object
 * encoding, where the source knows fingerprints. Their first byte tells them apart.
 */
final class NamedFraming implements Framing {

    private final SchemaLookup<Integer> byId;
    private final Optional<SchemaLookup<Long>> byFingerprint;

    NamedFraming(SchemaSource schemas) {
        this.byId = new SchemaLookup<>(schemas::byId, ConfluentWireFormat.HEADER_BYTES);
        this.byFingerprint = schemas instanceof FingerprintSource fingerprints
                ? Optional.of(new SchemaLookup<>(fingerprints::byFingerprint, SingleObjectEncoding.HEADER_BYTES))
                : Optional.empty();
    }

    @Override
    public Written of(byte[] value) {
        if (byFingerprint.isPresent() && SingleObjectEncoding.begins(value)) {
            return byFingerprint.get().find(SingleObjectEncoding.fingerprint(value));
        }
        try {
            return byId.find(ConfluentWireFormat.schemaId(value));
        } catch (WireFormatException e) {
            throw new BadValueException(e.getMessage(), e);
        }
    }
}
