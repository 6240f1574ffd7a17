/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

/** Reads one value, whose tag has been read. */
@FunctionalInterface
interface ValueReader {

    /** @throws WireFault if the bytes are no such value */
    Object read(WireInput in);
}
