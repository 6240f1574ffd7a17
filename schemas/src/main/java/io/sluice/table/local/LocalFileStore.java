/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.local;

import io.sluice.table.ConcatCheck;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file store on a local disk (POSIX). Not Hadoop's: that one leaves {@code .crc} files about, syncs no directory,
 * and its rename without overwrite is a check followed by a rename.
 *
 * <ul>
 *   <li>A name that an operation made or removed is on disk when it returns: the directories are synced.
 *   <li>{@link #rename} of a file is {@code link(2)}, which refuses an existing target in one step, and {@code
 *       unlink(2)}. A crash between the two leaves the file under both names; the same rename, repeated, completes it.
 *   <li>{@link #rename} of a directory checks for a target, then renames; {@code rename(2)} refuses any target but an
 *       empty directory by itself.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class LocalFileStore implements FileStore {

    private static final URI LOCAL = URI.create("file:///");

    @Override
    public URI uri() {
        return LOCAL;
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        try {
            return Optional.of(entry(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (ancestorIsFile(local(path))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(local(directory))) {
            for (Path child : children) {
                // Empty if it was removed while we were listing.
                status(directory.child(child.getFileName().toString())).ifPresent(entries::add);
            }
        }
        entries.sort(Comparator.comparing(FileEntry::path));
        return entries;
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = local(directory); at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path each : missing) {
            try {
                Files.createDirectory(each);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(each)) {
                    throw e;
                }
            }
            syncDirectory(each.getParent());
        }
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        Path path = local(file);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            syncDirectory(path.getParent());
            return new LocalOutput(channel);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path.getParent().toString());
        }
    }

    @Override
    public DurableOutput createWhole(StorePath file) throws IOException {
        return create(file);
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return create(file);
    }

    @Override
    public long blockBytes(StorePath file) {
        return 0;
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        Path path = local(file);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        if (Files.isDirectory(path)) {
            channel.close();
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        return new LocalInput(channel);
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        Path source = local(from);
        Path target = local(to);
        checkBothEnds(source, target);
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            DirectoryRenames.rename(source, target);
        } else {
            renameFile(source, target);
        }
        syncDirectories(source, target);
    }

    private static void renameFile(Path source, Path target) throws IOException {
        link(source, target);
        syncDirectory(target.getParent());
        // Gone already if the directory was renamed away meanwhile: what was to happen has happened.
        Files.deleteIfExists(source);
    }

    /** Two forces of each directory, whatever the number of files. */
    @Override
    public void renameAll(List<Move> moves) throws IOException {
        Set<Path> sources = new LinkedHashSet<>();
        Set<Path> targets = new LinkedHashSet<>();
        for (Move move : moves) {
            Path source = local(move.from());
            Path target = local(move.to());
            checkBothEnds(source, target);
            link(source, target);
            sources.add(source.getParent());
            targets.add(target.getParent());
        }
        for (Path directory : targets) {
            syncDirectory(directory);
        }
        for (Move move : moves) {
            Files.deleteIfExists(local(move.from()));
        }
        for (Path directory : sources) {
            syncUnlessGone(directory);
        }
    }

    private static void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileAlreadyExistsException e) {
            // A crash of ours between link and unlink looks like this: finish it.
            if (source.equals(target) || !sameFile(source, target)) {
                throw e;
            }
        }
    }

    private static boolean sameFile(Path one, Path other) throws IOException {
        Object id = fileKey(one);
        return id != null && id.equals(fileKey(other));
    }

    private static @Nullable Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        Path source = local(from);
        Path target = local(to);
        checkBothEnds(source, target);
        moveInOneStep(source, target);
        syncDirectories(source, target);
    }

    private static void moveInOneStep(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString(), null, e.getReason());
            }
            throw e;
        }
    }

    /** The system call does not tell which end is missing. Only words the error: the call itself decides. */
    private static void checkBothEnds(Path source, Path target) throws NoSuchFileException {
        if (Files.notExists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(source.toString());
        }
        if (Files.notExists(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString());
        }
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        Path root = local(path);
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        syncDirectory(root.getParent());
        return true;
    }

    @Override
    public void deleteAll(List<StorePath> files) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        for (StorePath file : files) {
            Path path = local(file);
            if (Files.deleteIfExists(path)) {
                directories.add(path.getParent());
            }
        }
        for (Path directory : directories) {
            syncUnlessGone(directory);
        }
    }

    /** A local file has no lease: a writer of the same user can always go on. Only checks that the file is there. */
    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        if (status(file).isEmpty()) {
            throw new NoSuchFileException(file.value());
        }
    }

    @Override
    public boolean supportsConcat() {
        return false;
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) {
        throw new UnsupportedOperationException("no concat on a local disk: " + target);
    }

    @Override
    public ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) {
        return ConcatCheck.refused(uri() + " cannot join files: only HDFS can");
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static Path local(StorePath path) {
        return Path.of(path.value());
    }

    private static FileEntry entry(StorePath path) throws IOException {
        // One call of the system for all of them.
        Map<String, Object> attributes =
                Files.readAttributes(local(path), "unix:isDirectory,size,lastModifiedTime,ino");
        boolean directory = (Boolean) attributes.get("isDirectory");
        return new FileEntry(
                path,
                directory,
                directory ? 0 : (Long) attributes.get("size"),
                ((FileTime) attributes.get("lastModifiedTime")).toMillis(),
                (Long) attributes.get("ino"));
    }

    /** A path "below" a file is a missing path, not an error of the disk. */
    private static boolean ancestorIsFile(Path path) {
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at)) {
                return true;
            }
        }
        return false;
    }

    private static void syncDirectories(Path source, Path target) throws IOException {
        syncDirectory(target.getParent());
        if (!Objects.equals(source.getParent(), target.getParent())) {
            syncUnlessGone(source.getParent());
        }
    }

    private static void syncUnlessGone(Path directory) throws IOException {
        try {
            syncDirectory(directory);
        } catch (NoSuchFileException e) {
            // Renamed away since, with what was in it; whoever did that has synced it.
            return;
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
