/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commit chain of one partition of a table: what has been committed, and where the next commit starts.
 *
 * <p>The name of a manifest is its start offset, and manifests are never removed from the end, so the end of the chain
 * is known from one listing and one manifest ({@link #load}), however long it is. Old ones may be: the chain begins
 * anywhere. {@link #readAll} reads and checks every link that is there.
 *
 * <p>An immutable picture of the moment it was loaded. Hidden files and names of another form are passed over.
 */
public final class CommitChain {

    private static final Pattern NAME = Pattern.compile("(\\d{19})\\.json");

    private final StorePath directory;
    private final List<StorePath> files;
    private final @Nullable CommitManifest last;

    private CommitChain(StorePath directory, List<StorePath> files, @Nullable CommitManifest last) {
        this.directory = directory;
        this.files = List.copyOf(files);
        this.last = last;
    }

    /**
     * Finds the end of the chain.
     *
     * @throws BrokenChainException if the last manifest is not to be understood or has another's name
     */
    public static CommitChain load(FileStore store, TableLayout layout, int partition) throws IOException {
        StorePath directory = layout.commits(partition);
        List<StorePath> files = new ArrayList<>();
        try {
            for (FileEntry entry : store.list(directory)) {
                if (!entry.directory() && NAME.matcher(entry.path().name()).matches()) {
                    files.add(entry.path());
                }
            }
        } catch (NoSuchFileException e) {
            return new CommitChain(directory, List.of(), null); // nothing committed yet
        }
        CommitManifest last = files.isEmpty() ? null : link(store, files.get(files.size() - 1));
        return new CommitChain(directory, files, last);
    }

    private static CommitManifest link(FileStore store, StorePath file) throws IOException {
        CommitManifest manifest = Manifests.read(store, file);
        Matcher name = NAME.matcher(file.name());
        if (!name.matches() || Long.parseLong(name.group(1)) != manifest.startOffset()) {
            throw new BrokenChainException(file + " says that it starts at offset " + manifest.startOffset()
                    + ": it is not what its name says");
        }
        if (!file.parent().name().equals(Integer.toString(manifest.partition()))) {
            throw new BrokenChainException(file + " is a manifest of partition " + manifest.partition());
        }
        return manifest;
    }

    public boolean isEmpty() {
        return last == null;
    }

    /** The number of commits that have not been trimmed. */
    public int size() {
        return files.size();
    }

    public Optional<CommitManifest> last() {
        return Optional.ofNullable(last);
    }

    /** Everything below this offset is in the table or was skipped on purpose; 0 if nothing was ever committed. */
    public long nextOffset() {
        return last == null ? 0 : last.nextOffset();
    }

    /** The manifests' files, the oldest first. */
    public List<StorePath> files() {
        return files;
    }

    /**
     * Reads every manifest, the oldest first.
     *
     * @throws BrokenChainException if two links do not touch, or one is not to be understood
     */
    public List<CommitManifest> readAll(FileStore store) throws IOException {
        List<CommitManifest> links = new ArrayList<>(files.size());
        for (StorePath file : files) {
            CommitManifest link = link(store, file);
            if (!links.isEmpty()) {
                CommitManifest before = links.get(links.size() - 1);
                requireTouching(before, link);
            }
            links.add(link);
        }
        return links;
    }

    private void requireTouching(CommitManifest before, CommitManifest link) throws BrokenChainException {
        if (before.nextOffset() == link.startOffset()) {
            return;
        }
        String what = before.nextOffset() < link.startOffset()
                ? "offsets " + before.nextOffset() + " to " + (link.startOffset() - 1) + " are in no commit"
                : "offsets " + link.startOffset() + " to " + (before.nextOffset() - 1) + " are in two commits";
        throw new BrokenChainException("the commit chain " + directory + " is broken between the commits at "
                + before.startOffset() + " and " + link.startOffset() + ": " + what);
    }
}
