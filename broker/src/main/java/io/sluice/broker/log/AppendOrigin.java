/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

/** Who appends: it decides which checks of a batch apply. */
public enum AppendOrigin {
    /** A Produce request: every check. */
    CLIENT,
    /** A coordinator of this broker writing its own records: no producer sequence, several batches allowed. */
    COORDINATOR
}
