/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.ConcatCheck;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.viewfs.ViewFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The mount table of {@code viewfs:} over the file systems behind it: each path is an operation on one of these, with all
 * its promises. A table lies within one mount point; nothing is renamed from one to another.
 *
 * <p>Thread-safe.
 */
final class ViewFileStore implements FileStore {

    private final URI uri;
    /** The innermost first. */
    private final List<Mount> mounts;

    private ViewFileStore(URI uri, List<Mount> mounts) {
        this.uri = uri;
        this.mounts = mounts;
    }

    /** Where in this store a directory of another one is. */
    private record Mount(StorePath at, FileStore store, StorePath target) {

        boolean holds(StorePath path) {
            return path.equals(at) || path.value().startsWith(at.value() + "/");
        }

        StorePath inTarget(StorePath path) {
            return target.child(path.relativeTo(at));
        }

        StorePath inView(StorePath path) {
            return at.child(path.relativeTo(target));
        }

        FileEntry inView(FileEntry entry) {
            return new FileEntry(
                    inView(entry.path()), entry.directory(), entry.bytes(), entry.modifiedMs(), entry.fileId());
        }

        /** Does something in the file system behind; what goes wrong there has the paths of here. */
        <T> T run(Action<T> action) throws IOException {
            try {
                return action.run(store);
            } catch (NoSuchFileException e) {
                throw because(e, new NoSuchFileException(inView(e.getFile()), inView(e.getOtherFile()), e.getReason()));
            } catch (FileAlreadyExistsException e) {
                throw because(
                        e,
                        new FileAlreadyExistsException(inView(e.getFile()), inView(e.getOtherFile()), e.getReason()));
            } catch (NotDirectoryException e) {
                throw because(e, new NotDirectoryException(inView(e.getFile())));
            }
        }

        private @Nullable String inView(@Nullable String path) {
            return path == null ? null : inView(new StorePath(path)).value();
        }

        private static IOException because(IOException cause, IOException e) {
            e.initCause(cause);
            return e;
        }
    }

    @FunctionalInterface
    private interface Action<T> {
        T run(FileStore store) throws IOException;
    }

    /**
     * Connects to all that the mount table of a URI names.
     *
     * @throws IllegalArgumentException if one of its targets cannot keep the promises of {@link FileStore}
     */
    static ViewFileStore open(URI uri, Configuration configuration, HdfsIdentity identity) throws IOException {
        Map<String, FileStore> targets = new HashMap<>();
        List<Mount> mounts = new ArrayList<>();
        try (FileSystem view = FileSystem.newInstance(uri, configuration)) {
            if (!(view instanceof ViewFileSystem table)) {
                throw new IllegalArgumentException(
                        uri + " is not viewfs but " + view.getClass().getSimpleName());
            }
            for (ViewFileSystem.MountPoint point : table.getMountPoints()) {
                URI target = point.getTargetFileSystemURIs()[0];
                String authority = target.getScheme() + "://" + target.getAuthority();
                FileStore store = targets.get(authority);
                if (store == null) {
                    store = FileStores.open(target, configuration, identity);
                    targets.put(authority, store);
                }
                StorePath at = new StorePath(point.getMountedOnPath().toUri().getPath());
                mounts.add(new Mount(at, store, FileStores.path(target)));
            }
        } catch (IOException | RuntimeException e) {
            closeAll(targets.values(), e);
            throw e;
        }
        mounts.sort(Comparator.comparing((Mount mount) -> mount.at().value().length())
                .reversed());
        return new ViewFileStore(uri, mounts);
    }

    private static void closeAll(Iterable<FileStore> stores, Exception reason) {
        for (FileStore store : stores) {
            try {
                store.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private Optional<Mount> mountOf(StorePath path) {
        return mounts.stream().filter(mount -> mount.holds(path)).findFirst();
    }

    private Mount mount(StorePath path) throws IOException {
        return mountOf(path)
                .orElseThrow(() -> new NoSuchFileException(
                        path.value(), null, "it is below no mount point of " + uri + ": " + points()));
    }

    private List<StorePath> points() {
        return mounts.stream().map(Mount::at).toList();
    }

    private Mount mount(StorePath one, StorePath other) throws IOException {
        Mount mount = mount(one);
        if (!mount.equals(mount(other))) {
            throw new IOException(one + " and " + other + " are below different mount points of " + uri
                    + ": a table has to be below one");
        }
        return mount;
    }

    /** Directories that are there because something is mounted below them. */
    private List<FileEntry> between(StorePath directory) {
        String prefix = directory.equals(StorePath.ROOT) ? "/" : directory.value() + "/";
        return mounts.stream()
                .map(mount -> mount.at().value())
                .filter(at -> at.startsWith(prefix))
                .map(at -> at.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .sorted()
                .map(name -> new FileEntry(directory.child(name), true, 0, 0, 0))
                .toList();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        Optional<Mount> found = mountOf(path);
        if (found.isPresent()) {
            Mount mount = found.get();
            return mount.run(store -> store.status(mount.inTarget(path))).map(mount::inView);
        }
        return between(path).isEmpty() ? Optional.empty() : Optional.of(new FileEntry(path, true, 0, 0, 0));
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        List<FileEntry> mounted = between(directory);
        if (mountOf(directory).isEmpty() && !mounted.isEmpty()) {
            return mounted;
        }
        Mount mount = mount(directory);
        return mount.run(store -> store.list(mount.inTarget(directory))).stream()
                .map(mount::inView)
                .toList();
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        if (mountOf(directory).isPresent() || between(directory).isEmpty()) {
            Mount mount = mount(directory);
            mount.run(store -> {
                store.makeDirectories(mount.inTarget(directory));
                return true;
            });
        }
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        Mount mount = mount(file);
        return mount.run(store -> store.create(mount.inTarget(file)));
    }

    @Override
    public DurableOutput createWhole(StorePath file) throws IOException {
        Mount mount = mount(file);
        return mount.run(store -> store.createWhole(mount.inTarget(file)));
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        Mount mount = mount(file);
        return mount.run(store -> store.create(mount.inTarget(file), blockBytes));
    }

    @Override
    public long blockBytes(StorePath file) throws IOException {
        Mount mount = mount(file);
        return mount.run(store -> store.blockBytes(mount.inTarget(file)));
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        Mount mount = mount(file);
        return mount.run(store -> store.open(mount.inTarget(file)));
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        Mount mount = mount(from, to);
        mount.run(store -> {
            store.rename(mount.inTarget(from), mount.inTarget(to));
            return true;
        });
    }

    @Override
    public void renameAll(List<Move> moves) throws IOException {
        for (Move move : moves) {
            rename(move.from(), move.to());
        }
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        Mount mount = mount(from, to);
        mount.run(store -> {
            store.replace(mount.inTarget(from), mount.inTarget(to));
            return true;
        });
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        Mount mount = mount(path);
        return mount.run(store -> store.delete(mount.inTarget(path)));
    }

    @Override
    public void deleteAll(List<StorePath> files) throws IOException {
        for (StorePath file : files) {
            delete(file);
        }
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        Mount mount = mount(file);
        mount.run(store -> {
            store.recoverLease(mount.inTarget(file), deadlineMs);
            return true;
        });
    }

    @Override
    public boolean supportsConcat() {
        return mounts.stream().allMatch(mount -> mount.store().supportsConcat());
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        Mount mount = mount(target);
        List<StorePath> inTarget = new ArrayList<>();
        for (StorePath source : sources) {
            inTarget.add(mount(target, source).inTarget(source));
        }
        mount.run(store -> {
            store.concat(mount.inTarget(target), inTarget);
            return true;
        });
    }

    @Override
    public ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) throws IOException {
        Mount mount = mount(directory);
        List<StorePath> inTarget = sources.stream().map(mount::inTarget).toList();
        return mount.run(store -> {
            ConcatCheck found = store.checkConcat(mount.inTarget(directory), inTarget);
            Set<StorePath> beingWritten = found.beingWritten().stream()
                    .map(file -> directory.child(file.name()))
                    .collect(Collectors.toSet());
            return new ConcatCheck(found.obstacle(), beingWritten);
        });
    }

    @Override
    public void close() throws IOException {
        IOException failure = new IOException("not all file systems behind " + uri + " could be closed");
        closeAll(mounts.stream().map(Mount::store).distinct().toList(), failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
