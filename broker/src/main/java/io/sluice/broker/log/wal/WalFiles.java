/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The directory of the write-ahead log: files named by a sequence number that only rises. */
public record WalFiles(Path directory) {
    private static final String SUFFIX = ".wal";

    Path path(long sequence) {
        return directory.resolve(String.format("%020d", sequence) + SUFFIX);
    }

    /** The files there are, by sequence. */
    public NavigableMap<Long, Path> list() throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    files.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
                }
            }
        }
        return files;
    }

    /** Of a file; -1 if it is not there. */
    long length(long sequence) throws IOException {
        Path file = path(sequence);
        return Files.exists(file) ? Files.size(file) : -1;
    }

    FileChannel create(long sequence) throws IOException {
        FileChannel channel = FileChannel.open(path(sequence), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        forceDirectory(directory);
        return channel;
    }

    /** Deletes all files before a position: whatever they hold is safe elsewhere. */
    public void deleteBefore(WalPosition position) throws IOException {
        for (Path file : list().headMap(position.fileSequence(), false).values()) {
            Files.deleteIfExists(file);
        }
    }

    /** Makes the names in a directory durable. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
