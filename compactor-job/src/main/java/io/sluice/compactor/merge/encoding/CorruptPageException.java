/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

/** Bytes of a page do not hold what its header promises. The message says what; which page and file the caller knows. */
public final class CorruptPageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptPageException(String message) {
        super(message);
    }
}
