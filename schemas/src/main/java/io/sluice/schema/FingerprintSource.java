/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.io.IOException;
import org.apache.avro.Schema;

/**
 * Port. Where the schema of a record in Avro's single-object encoding is found.
 *
 * <p>Thread-safe.
 */
public interface FingerprintSource {

    /**
     * The schema with this fingerprint.
     *
     * @param fingerprint CRC-64-AVRO of the parsing canonical form
     * @throws UnknownFingerprintException if there is none now; there may be later
     * @throws IOException if the source cannot be read
     */
    Schema byFingerprint(long fingerprint) throws IOException;
}
