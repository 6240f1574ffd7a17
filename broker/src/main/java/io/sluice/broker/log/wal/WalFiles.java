/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the write-ahead log: files named by a sequence number that only rises.
 *
 * <p>A file that is no longer needed is kept, up to so many, for a later one to be written over: bytes that replace
 * others need no new blocks, so their fsync does not wait for the file system's journal, where it would wait for the
 * blocks of every other file that has grown, and for those of deleted ones to be discarded. Half the time and CPU of an
 * fsync, and far less of its worst case.
 *
 * @param spares how many files that are no longer needed to keep
 */
public record WalFiles(Path directory, int spares) {
    private static final String SUFFIX = ".wal";
    private static final String SPARE_SUFFIX = ".spare";

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

    /**
     * A new file to write from its start; behind what is written there may be the groups of another sequence.
     *
     * @param direct who is going to write it; null if the page cache is between
     */
    FileChannel create(long sequence, @Nullable DirectWriter direct) throws IOException {
        Path file = path(sequence);
        if (Files.exists(file) || !takeSpare(file)) {
            Files.createFile(file);
        }
        FileChannel channel = direct == null ? FileChannel.open(file, StandardOpenOption.WRITE) : direct.open(file);
        try {
            forceDirectory(directory); // no byte may be written before: a power cut could bring the old name back
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private boolean takeSpare(Path file) throws IOException {
        for (Path spare : unused()) {
            try {
                Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (NoSuchFileException e) {
                // given up meanwhile, for want of room
            }
        }
        return false;
    }

    /** Gives the room of unused files back. On any thread. */
    public void dropSpares() throws IOException {
        for (Path spare : unused()) {
            Files.deleteIfExists(spare);
        }
    }

    private List<Path> unused() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().endsWith(SPARE_SUFFIX))
                    .toList();
        }
    }

    /** Retires all files before a position: whatever they hold is safe elsewhere. */
    public void retireBefore(WalPosition position) throws IOException {
        int room = spares - unused().size();
        for (Path file : list().headMap(position.fileSequence(), false).values()) {
            if (room-- > 0) {
                Files.move(file, file.resolveSibling(file.getFileName() + SPARE_SUFFIX));
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Makes the names in a directory durable. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
