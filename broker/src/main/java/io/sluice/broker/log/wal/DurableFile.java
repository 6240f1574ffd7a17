/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A small file that is there whole or not at all, also after a crash: written beside its place, then moved there.
 *
 * @param path where it belongs
 * @param draft where it is until then
 */
public record DurableFile(Path path, Path draft) {

    /** Writes the content, durably, but not in place yet: if this fails nothing has happened. */
    public static DurableFile prepare(Path path, byte[] content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return new DurableFile(path, draft);
    }

    /** Puts the file in place. If this fails it may be there or not. */
    public void commit() throws IOException {
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        WalFiles.forceDirectory(path.getParent());
    }
}
