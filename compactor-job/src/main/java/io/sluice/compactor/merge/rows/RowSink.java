/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.io.IOException;

/** Takes rows, one after the other. */
@FunctionalInterface
interface RowSink {

    /** Takes the row in {@code length} bytes from {@code offset} on; they are somebody else's again when it returns. */
    void add(byte[] bytes, int offset, int length) throws IOException;
}
