/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

/** A chunk has to be decoded and encoded again; nothing is written yet. The message says why. */
public final class NotSpliceableException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotSpliceableException(String message) {
        super(message);
    }
}
