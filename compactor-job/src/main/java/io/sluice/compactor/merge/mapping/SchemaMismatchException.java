/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

/** The records of a file cannot be written under the table's schema without loss. The message names the column. */
public final class SchemaMismatchException extends RuntimeException {

    public SchemaMismatchException(String message) {
        super(message);
    }
}
