/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.segment.SegmentedLog.ForceTask;
import io.sluice.broker.log.wal.WalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that partitions with little data share, so that a hundred thousand of them do not cost as many files, and a
 * drain over all of them is a few large writes.
 *
 * <p>A bundle is only appended to. What an extent held is dead when its partition has moved it elsewhere or deleted
 * it; a bundle goes when all of it is dead, and a checkpoint knows so. Belongs to the thread that writes segments.
 */
public final class Bundles {
    private static final int STAGING_BYTES = 1 << 20;
    private static final int REWRITES_AT_ONCE = 4;
    /** What a partition may have in bundles while a log is replayed, if that is more than otherwise. */
    private static final int REPLAYED_BYTES = STAGING_BYTES / 2;

    private final FileCache files;
    private final Path directory;
    private final Settings settings;
    private final IntSupplier partitions;
    private final NavigableMap<Long, Bundle> byId = new TreeMap<>();
    private final Set<Bundle> unforced = new LinkedHashSet<>();
    private final List<Staged> staged = new ArrayList<>();
    private @Nullable ByteBuffer staging;
    private boolean created;
    private boolean replaying;

    /**
     * Who shares files.
     *
     * @param beyondPartitions up to so many partitions, each has files that Kafka's tools read, however small it is
     * @param maxBytes what a partition may have in bundles
     * @param bundleBytes size at which to begin the next file
     */
    public record Settings(int beyondPartitions, int maxBytes, long bundleBytes) {
        public static final Settings DEFAULTS = new Settings(1000, 64 << 10, 64 << 20);

        public Settings {
            if (maxBytes > STAGING_BYTES) {
                throw new IllegalArgumentException(maxBytes + " bytes are too many for a bundle");
            }
        }
    }

    private record Staged(StoredLog log, List<Extent> kept, int bytes, SegmentSummary summary) {}

    /** @param partitions how many there are */
    public Bundles(FileCache files, Path directory, Settings settings, IntSupplier partitions) {
        this.files = files;
        this.directory = directory;
        this.settings = settings;
        this.partitions = partitions;
    }

    /** Whether a partition may have so much in bundles now. */
    boolean take(long bytes) {
        int most = replaying ? Math.max(REPLAYED_BYTES, settings.maxBytes()) : settings.maxBytes();
        return bytes <= most && partitions.getAsInt() > settings.beyondPartitions();
    }

    /**
     * Says whether a log is being replayed: then more goes to bundles, because a broker that starts should not create
     * the files of thousands of partitions first. Each gets its own with its next batch.
     */
    public void replaying(boolean now) {
        replaying = now;
    }

    /** An extent as it was at a checkpoint. */
    Extent restore(ExtentState state) {
        Bundle bundle = byId.computeIfAbsent(state.bundle(), id -> new Bundle(id, directory));
        bundle.restore(state.position(), state.summary().sizeInBytes());
        return new Extent(files, bundle, state.position(), state.summary());
    }

    /**
     * Brings the files back to what the restored extents need: others are deleted, and what follows is cut off.
     *
     * @throws IOException if a file that is needed is gone or too short
     */
    public void bringBack() throws IOException {
        if (!Files.isDirectory(directory)) {
            if (!byId.isEmpty()) {
                throw new NoSuchFileException(
                        directory.toString(), null, "the checkpoint names bundles in it. Restore it");
            }
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + Bundle.SUFFIX)) {
            for (Path file : entries) {
                String name = file.getFileName().toString();
                if (!byId.containsKey(Long.parseLong(name.substring(0, name.indexOf('.'))))) {
                    Files.delete(file);
                }
            }
        }
        for (Bundle bundle : byId.values()) {
            bringBack(bundle);
        }
    }

    private static void bringBack(Bundle bundle) throws IOException {
        Path path = bundle.file().path();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (channel.size() < bundle.sizeInBytes()) {
                throw new IOException(path + " has " + channel.size() + " bytes, but the checkpoint says that it had "
                        + bundle.sizeInBytes() + ": the file was cut short. Restore it");
            }
            channel.truncate(bundle.sizeInBytes());
        } catch (NoSuchFileException e) {
            throw new IOException(path + " is missing, with acknowledged records of small partitions. Restore it", e);
        }
    }

    /**
     * Takes batches of a log, which sees them in a bundle after {@link #flush}.
     *
     * @param kept the extents before them; those that the log has beside them are dead then
     */
    void add(StoredLog log, List<Extent> kept, List<SegmentAppend> appends) throws IOException {
        int bytes = 0;
        for (SegmentAppend append : appends) {
            bytes += append.bytes().remaining();
        }
        ByteBuffer memory = staging;
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(STAGING_BYTES);
            staging = memory;
        }
        if (memory.remaining() < bytes) {
            flush();
        }
        for (SegmentAppend append : appends) {
            memory.put(append.bytes());
        }
        staged.add(new Staged(log, kept, bytes, summary(appends, bytes)));
    }

    private static SegmentSummary summary(List<SegmentAppend> appends, int bytes) {
        long maxTimestamp = -1;
        long offsetOfMax = appends.get(0).baseOffset();
        for (SegmentAppend append : appends) {
            for (BatchInfo batch : append.batches()) {
                if (batch.maxTimestamp() > maxTimestamp) {
                    maxTimestamp = batch.maxTimestamp();
                    offsetOfMax = batch.lastOffset();
                }
            }
        }
        return new SegmentSummary(
                appends.get(0).baseOffset(),
                appends.get(appends.size() - 1).lastOffset() + 1,
                bytes,
                maxTimestamp,
                offsetOfMax,
                appends.get(0).batches().get(0).maxTimestamp());
    }

    /** Writes what was added, and shows it to the logs. */
    public void flush() throws IOException {
        ByteBuffer memory = staging;
        if (memory == null || staged.isEmpty()) {
            return;
        }
        Bundle bundle = current();
        long position = bundle.sizeInBytes();
        OpenFile file = files.create(bundle.file());
        try {
            file.write(memory.flip(), position);
        } finally {
            file.release();
        }
        memory.clear();
        unforced.add(bundle);
        for (Staged each : staged) {
            bundle.grow(each.bytes());
            each.log().show(each.kept(), new Extent(files, bundle, position, each.summary()));
            position += each.bytes();
        }
        staged.clear();
    }

    private Bundle current() throws IOException {
        if (!created) {
            Files.createDirectories(directory);
            WalFiles.forceDirectory(directory.getParent());
            created = true;
        }
        if (byId.isEmpty() || byId.lastEntry().getValue().sizeInBytes() >= settings.bundleBytes()) {
            long id = byId.isEmpty() ? 1 : byId.lastKey() + 1;
            byId.put(id, new Bundle(id, directory));
        }
        return byId.lastEntry().getValue();
    }

    /** Full bundles of which more than half is dead: {@link StoredLog#leave} them, and they can go. */
    public Collection<Long> wasteful() {
        return full().filter(bundle -> bundle.liveBytes() > 0 && bundle.liveBytes() < bundle.sizeInBytes() / 2)
                .limit(REWRITES_AT_ONCE)
                .map(Bundle::id)
                .toList();
    }

    private Stream<Bundle> full() {
        return byId.isEmpty() ? Stream.of() : byId.headMap(byId.lastKey(), false).values().stream();
    }

    /** Hands over what a checkpoint must force before it may rely on the extents. */
    public ForceTask prepareForce() {
        List<Bundle> touched = List.copyOf(unforced);
        unforced.clear();
        return () -> {
            for (Bundle bundle : touched) {
                OpenFile file = files.open(bundle.file());
                try {
                    file.channel().force(false);
                } finally {
                    file.release();
                }
            }
            if (!touched.isEmpty()) {
                WalFiles.forceDirectory(directory);
            }
        };
    }

    /** Hands over what may be deleted once the checkpoint that is being taken is on disk: no log needs it any more. */
    public ForceTask prepareDeletion() {
        List<Bundle> dead = full().filter(bundle -> bundle.liveBytes() == 0).toList();
        dead.forEach(bundle -> byId.remove(bundle.id()));
        dead.forEach(unforced::remove);
        return () -> {
            for (Bundle bundle : dead) {
                files.delete(bundle.file());
            }
        };
    }
}
