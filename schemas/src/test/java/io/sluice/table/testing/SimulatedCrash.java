/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

/** The process "died" here. An error, so that no handler of ordinary failures mends it. */
public final class SimulatedCrash extends Error {

    SimulatedCrash(String operation) {
        super("crashed " + operation);
    }
}
