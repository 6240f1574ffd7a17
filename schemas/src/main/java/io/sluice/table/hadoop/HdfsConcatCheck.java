/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.ConcatCheck;
import io.sluice.table.StorePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.DirectoryListing;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.hdfs.protocol.HdfsLocatedFileStatus;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.SnapshotStatus;

/**
 * What HDFS has against a concat: encryption zones, snapshots, mixed erasure coding, too many blocks. The NameNode does
 * not look at the last, and a file of too many can never be appended to again.
 */
final class HdfsConcatCheck {

    private static final String MAX_BLOCKS_KEY = "dfs.namenode.fs-limits.max-blocks-per-file";
    private static final int MAX_BLOCKS = 10_000;

    private final DistributedFileSystem hdfs;
    private final Path directory;
    private final Set<String> names = new HashSet<>();
    private final Set<StorePath> beingWritten = new HashSet<>();
    private long blocks;

    private HdfsConcatCheck(DistributedFileSystem hdfs, Path directory, List<StorePath> sources) {
        this.hdfs = hdfs;
        this.directory = directory;
        sources.forEach(source -> names.add(source.name()));
    }

    static ConcatCheck of(DistributedFileSystem hdfs, Path directory, List<StorePath> sources) throws IOException {
        return new HdfsConcatCheck(hdfs, directory, sources).run();
    }

    private ConcatCheck run() throws IOException {
        if (hdfs.getFileStatus(directory).isEncrypted()) {
            return ConcatCheck.refused(directory + " is in an encryption zone, where HDFS joins no files");
        }
        Optional<String> inSnapshot = snapshot();
        if (inSnapshot.isPresent()) {
            return ConcatCheck.refused(inSnapshot.get());
        }
        ErasureCodingPolicy policy = hdfs.getErasureCodingPolicy(directory);
        String wanted = policy == null ? "" : policy.getName();
        for (HdfsLocatedFileStatus file : located()) {
            ErasureCodingPolicy own = file.getErasureCodingPolicy();
            String found = own == null ? "" : own.getName();
            if (!found.equals(wanted)) {
                return ConcatCheck.refused(file.getFullPath(directory) + " has " + words(found)
                        + ", new files of its directory have " + words(wanted)
                        + ": HDFS joins no files of different erasure coding");
            }
        }
        int most = hdfs.getConf().getInt(MAX_BLOCKS_KEY, MAX_BLOCKS);
        // As many again for the merged rows, at the most.
        if (2 * blocks > most) {
            return ConcatCheck.refused("the files in " + directory + " have " + blocks
                    + " blocks, and the joined file might have twice as many: " + MAX_BLOCKS_KEY + " is " + most);
        }
        return new ConcatCheck(Optional.empty(), beingWritten);
    }

    private static String words(String policy) {
        return policy.isEmpty() ? "no erasure coding" : "the erasure coding " + policy;
    }

    /** The sources that are there, with their blocks. */
    private List<HdfsLocatedFileStatus> located() throws IOException {
        List<HdfsLocatedFileStatus> found = new ArrayList<>();
        byte[] after = HdfsFileStatus.EMPTY_NAME;
        DirectoryListing page;
        do {
            page = hdfs.getClient().listPaths(directory.toUri().getPath(), after, true);
            if (page == null) {
                throw new FileNotFoundException(directory.toString());
            }
            for (HdfsFileStatus status : page.getPartialListing()) {
                if (status instanceof HdfsLocatedFileStatus file && names.contains(file.getLocalName())) {
                    count(file);
                    found.add(file);
                }
            }
            after = page.getLastName();
        } while (page.hasMore());
        return found;
    }

    private void count(HdfsLocatedFileStatus file) {
        LocatedBlocks located = file.getLocatedBlocks();
        blocks += located.locatedBlockCount();
        if (located.isUnderConstruction()) {
            Path path = file.getFullPath(directory);
            beingWritten.add(
                    new StorePath(Path.getPathWithoutSchemeAndAuthority(path).toString()));
        }
    }

    /** The newest snapshot decides: a file in an older one that is still where it was is in the newest too. */
    private Optional<String> snapshot() throws IOException {
        for (Path ancestor = directory; ancestor != null; ancestor = ancestor.getParent()) {
            if (!hdfs.getFileStatus(ancestor).isSnapshotEnabled()) {
                continue;
            }
            SnapshotStatus[] snapshots = hdfs.getSnapshotListing(ancestor);
            if (snapshots.length == 0) {
                continue;
            }
            SnapshotStatus newest = snapshots[0];
            for (SnapshotStatus snapshot : snapshots) {
                newest = snapshot.getSnapshotID() > newest.getSnapshotID() ? snapshot : newest;
            }
            Optional<String> held = heldBy(newest.getFullPath(), ancestor);
            if (held.isPresent()) {
                return held;
            }
        }
        return Optional.empty();
    }

    private Optional<String> heldBy(Path snapshot, Path ancestor) throws IOException {
        String below = ancestor.toUri().relativize(directory.toUri()).getPath();
        try {
            for (FileStatus status : hdfs.listStatus(below.isEmpty() ? snapshot : new Path(snapshot, below))) {
                if (names.contains(status.getPath().getName())) {
                    return Optional.of(new Path(directory, status.getPath().getName()) + " is in the snapshot "
                            + snapshot + ": HDFS joins no files that a snapshot holds. Delete the snapshot, or wait"
                            + " until it is gone");
                }
            }
        } catch (FileNotFoundException e) {
            // Younger than the snapshot, which therefore holds nothing of it.
            return Optional.empty();
        }
        return Optional.empty();
    }
}
