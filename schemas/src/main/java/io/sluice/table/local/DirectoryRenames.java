/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renames directories one at a time, among all processes of this user on this machine.
 *
 * <p>rename(2) takes the place of an empty directory without a word, and Java has no way to ask it not to: of two who
 * race for a name both would win. So everybody looks and renames under one lock. It is in the temporary directory, for a
 * table holds data and nothing of ours that anyone could see; a process that dies gives it back.
 */
final class DirectoryRenames {

    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private DirectoryRenames() {}

    static void rename(Path source, Path target) throws IOException {
        Path lockFile = Path.of(
                System.getProperty("java.io.tmpdir"), "sluice-rename-" + System.getProperty("user.name") + ".lock");
        IN_THIS_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            renameLocked(source, target, held);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private static void renameLocked(Path source, Path target, FileLock held) throws IOException {
        if (!held.isValid()) {
            throw new IOException("the lock for renaming directories was lost");
        }
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(source.toString());
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
