/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;

/** Linux' {@code renameat2(2)} with {@code RENAME_EXCHANGE}: two names change places in one step. Java has no way to it. */
final class DirectoryExchange {

    private static final int CURRENT_DIRECTORY = -100;
    private static final int RENAME_EXCHANGE = 2;

    private DirectoryExchange() {}

    /** The C library. Methods are called what they are called there. */
    interface LibC extends Library {
        int renameat2(int oldDirectory, String oldPath, int newDirectory, String newPath, int flags)
                throws LastErrorException;
    }

    /** Loaded by who asks first: a machine that has no such library can do without. */
    private static final class Loaded {
        private static final LibC C = Native.load("c", LibC.class);
    }

    /**
     * Exchanges.
     *
     * @throws IOException if the machine or the file system has no such call, or one of the two is not there
     */
    static void exchange(Path one, Path other) throws IOException {
        try {
            int failed = Loaded.C.renameat2(
                    CURRENT_DIRECTORY, one.toString(), CURRENT_DIRECTORY, other.toString(), RENAME_EXCHANGE);
            if (failed != 0) {
                throw new IOException("renameat2 of " + one + " and " + other + " answered " + failed);
            }
        } catch (LastErrorException e) {
            throw new IOException("renameat2 of " + one + " and " + other + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException("there is no renameat2 on this machine: " + e.getMessage(), e);
        }
    }
}
