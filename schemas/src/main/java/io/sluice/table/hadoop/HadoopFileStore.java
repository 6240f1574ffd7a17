/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.ConcatCheck;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.ipc.RemoteException;

/**
 * The file store on HDFS. Owns its client: two stores have two, and closing one takes no file away from the other.
 *
 * <p>Thread-safe, as the HDFS client is.
 */
public final class HadoopFileStore implements FileStore {

    private static final long FIRST_POLL_MS = 50;
    private static final long LONGEST_POLL_MS = 2_000;

    /**
     * SYNC_BLOCK: datanodes fsync a block when it is full, and the last one at close. hsync alone covers only the block
     * being written.
     */
    private static final EnumSet<CreateFlag> FLAGS = EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK);

    /** A stream of an erasure coded file takes an hsync, says nothing and does nothing. */
    private static final EnumSet<CreateFlag> REPLICATED =
            EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK, CreateFlag.SHOULD_REPLICATE);

    private final DistributedFileSystem hdfs;
    private final HdfsLogin login;

    private HadoopFileStore(DistributedFileSystem hdfs, HdfsLogin login) {
        this.hdfs = hdfs;
        this.login = login;
    }

    /**
     * Connects to the file system that a URI names. Its path is not looked at.
     *
     * @throws IllegalArgumentException if it is not HDFS
     */
    public static HadoopFileStore open(URI uri, Configuration configuration) throws IOException {
        return open(uri, configuration, HdfsIdentity.OF_PROCESS);
    }

    /**
     * As {@link #open(URI, Configuration)}, as a certain user.
     *
     * @throws IOException also if the user cannot log in
     */
    public static HadoopFileStore open(URI uri, Configuration configuration, HdfsIdentity identity) throws IOException {
        HdfsLogin login = HdfsLogin.of(identity, configuration);
        try {
            FileSystem fileSystem = login.open(() -> FileSystem.newInstance(uri, ClientSettings.of(configuration)));
            if (fileSystem instanceof DistributedFileSystem hdfs) {
                return new HadoopFileStore(hdfs, login);
            }
            fileSystem.close();
            throw new IllegalArgumentException(uri + " is not HDFS but "
                    + fileSystem.getClass().getSimpleName() + "; the path should begin with hdfs://host:port");
        } catch (IOException | RuntimeException e) {
            login.close();
            throw e;
        }
    }

    /** The client beneath, for libraries that want Hadoop's own interface. It is closed with this store. */
    public DistributedFileSystem fileSystem() {
        return hdfs;
    }

    /** The path with scheme and authority. */
    public Path toHadoop(StorePath path) {
        return new Path(uri().getScheme(), uri().getAuthority(), path.value());
    }

    /** The path within this store; scheme and authority are not checked. */
    public StorePath fromHadoop(Path path) {
        return new StorePath(Path.getPathWithoutSchemeAndAuthority(path).toString());
    }

    @Override
    public URI uri() {
        return hdfs.getUri();
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        try {
            return Optional.of(entry(path, hdfs.getFileStatus(toHadoop(path))));
        } catch (IOException e) {
            return ifMissing(e, path, Optional.empty());
        }
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        try {
            List<FileEntry> entries = new ArrayList<>();
            for (FileStatus status : hdfs.listStatus(toHadoop(directory))) {
                StorePath path = fromHadoop(status.getPath());
                if (path.equals(directory)) {
                    throw new NotDirectoryException(directory.value());
                }
                entries.add(entry(path, status));
            }
            entries.sort(Comparator.comparing(FileEntry::path));
            return entries;
        } catch (IOException e) {
            throw translated(e, directory, directory);
        }
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        try {
            if (!hdfs.mkdirs(toHadoop(directory))) {
                throw new IOException("HDFS did not make the directory " + directory + " and does not say why");
            }
        } catch (ParentNotDirectoryException e) {
            throw translated(new FileAlreadyExistsException(e.getMessage()), directory, directory);
        } catch (IOException e) {
            throw translated(e, directory, directory);
        }
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return create(file, 0, REPLICATED);
    }

    @Override
    public DurableOutput createWhole(StorePath file) throws IOException {
        return create(file, 0, FLAGS);
    }

    @Override
    public long blockBytes(StorePath file) throws IOException {
        try {
            return hdfs.getFileStatus(toHadoop(file)).getBlockSize();
        } catch (IOException e) {
            throw translated(e, file, file);
        }
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return create(file, blockBytes, FLAGS);
    }

    private DurableOutput create(StorePath file, long blockBytes, EnumSet<CreateFlag> flags) throws IOException {
        Path path = toHadoop(file);
        try {
            FSDataOutputStream out = hdfs.createNonRecursive(
                    path,
                    FsPermission.getFileDefault(),
                    flags,
                    hdfs.getConf().getInt("io.file.buffer.size", 4096),
                    hdfs.getDefaultReplication(path),
                    Math.max(blockBytes, hdfs.getDefaultBlockSize(path)),
                    null);
            return new HdfsOutput(out);
        } catch (IOException e) {
            throw translated(e, file.parent(), file);
        }
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        try {
            return HdfsInput.of(hdfs.open(toHadoop(file)));
        } catch (IOException e) {
            throw translated(e, file, file);
        }
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        rename(from, to, Options.Rename.NONE);
    }

    @Override
    public void renameAll(List<Move> moves) throws IOException {
        for (Move move : moves) {
            rename(move.from(), move.to());
        }
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        rename(from, to, Options.Rename.OVERWRITE);
    }

    private void rename(StorePath from, StorePath to, Options.Rename option) throws IOException {
        try {
            // The rename with options throws; the one without reports by a boolean, and nests directories.
            hdfs.rename(toHadoop(from), toHadoop(to), option);
        } catch (IOException e) {
            IOException translated = translated(e, from, to);
            // A directory and a file: refused in words of its own.
            if (translated instanceof RemoteException && status(to).isPresent()) {
                throw translated(new FileAlreadyExistsException(firstLine(e)), from, to);
            }
            throw translated;
        }
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        try {
            return hdfs.delete(toHadoop(path), true);
        } catch (IOException e) {
            return ifMissing(e, path, false);
        }
    }

    @Override
    public void deleteAll(List<StorePath> files) throws IOException {
        for (StorePath file : files) {
            delete(file);
        }
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        Path path = toHadoop(file);
        long startNanos = System.nanoTime();
        long pollMs = FIRST_POLL_MS;
        try {
            // Asked again each time: a recovery whose datanodes died is only restarted by a new request.
            while (!hdfs.recoverLease(path) && !hdfs.isFileClosed(path)) {
                long leftMs = deadlineMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                if (leftMs <= 0) {
                    throw new IOException("the lease of " + file + " was not recovered within " + deadlineMs
                            + " ms: its datanodes may be down (hdfs fsck -openforwrite)");
                }
                pause(Math.min(pollMs, leftMs), file);
                pollMs = Math.min(pollMs * 2, LONGEST_POLL_MS);
            }
        } catch (IOException e) {
            throw translated(e, file, file);
        }
    }

    private static void pause(long ms, StorePath file) throws InterruptedIOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the lease of " + file + " was recovered");
        }
    }

    @Override
    public boolean supportsConcat() {
        return true;
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        try {
            hdfs.concat(toHadoop(target), sources.stream().map(this::toHadoop).toArray(Path[]::new));
        } catch (IOException e) {
            throw translated(e, target, target);
        }
    }

    @Override
    public ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) throws IOException {
        try {
            return HdfsConcatCheck.of(hdfs, toHadoop(directory), sources);
        } catch (IOException e) {
            throw translated(e, directory, directory);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            hdfs.close();
        } finally {
            login.close();
        }
    }

    private static <T> T ifMissing(IOException e, StorePath path, T answer) throws IOException {
        IOException translated = translated(e, path, path);
        if (translated instanceof NoSuchFileException) {
            return answer;
        }
        throw translated;
    }

    private static FileEntry entry(StorePath path, FileStatus status) {
        long fileId = status instanceof HdfsFileStatus hdfsStatus ? hdfsStatus.getFileId() : 0;
        return new FileEntry(
                path,
                status.isDirectory(),
                status.isDirectory() ? 0 : status.getLen(),
                status.getModificationTime(),
                fileId);
    }

    /**
     * The exception of the port for one of HDFS. What the NameNode throws comes as it is or wrapped as a remote one,
     * depending on the call.
     *
     * @param path the file or directory that is missing if something is
     * @param target the one that exists if something does
     */
    private static IOException translated(IOException e, StorePath path, StorePath target) {
        IOException cause = e instanceof RemoteException remote ? remote.unwrapRemoteException() : e;
        // HDFS's own words go along: they tell which of two paths is meant.
        IOException translated;
        if (cause instanceof FileNotFoundException || cause instanceof ParentNotDirectoryException) {
            String other = path.equals(target) ? null : target.value();
            translated = new NoSuchFileException(path.value(), other, firstLine(cause));
        } else if (cause instanceof FileAlreadyExistsException || cause instanceof AlreadyBeingCreatedException) {
            translated = new java.nio.file.FileAlreadyExistsException(target.value(), null, firstLine(cause));
        } else {
            return e;
        }
        translated.initCause(e);
        return translated;
    }

    /** A remote exception carries the server's stack trace in its message. */
    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
