/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import picocli.CommandLine;

/** The compactor as a program of its own. */
public final class CompactorMain {

    private CompactorMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CompactCommand()).execute(arguments));
    }
}
