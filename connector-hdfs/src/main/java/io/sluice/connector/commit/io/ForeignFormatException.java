/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

/** A table was filled by another connector, in a format in which this one cannot go on. Trying again does not help. */
public final class ForeignFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForeignFormatException(String message) {
        super(message);
    }
}
