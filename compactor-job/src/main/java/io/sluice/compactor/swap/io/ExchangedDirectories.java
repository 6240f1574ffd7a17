/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges directories on a local disk: a hidden one is filled with hard links to all that stays and to the merged file,
 * and takes the place of the partition's, which is hidden by the same step.
 */
final class ExchangedDirectories implements PartitionSwitch {

    private static final Logger log = LoggerFactory.getLogger(ExchangedDirectories.class);
    private static final int ROUNDS = 5;
    private static final int MODE_BITS = 07777;

    private final FileStore store;
    private final RetiredDirectories retired;

    ExchangedDirectories(FileStore store, RetiredDirectories retired) {
        this.store = store;
        this.retired = retired;
    }

    @Override
    public Optional<String> obstacle(StorePath directory) throws IOException {
        if (!"file".equals(store.uri().getScheme())) {
            return Optional.of(store.uri() + " is no local disk");
        }
        for (FileEntry entry : store.list(directory)) {
            if (entry.directory()) {
                return Optional.of(directory + " has a directory in it, "
                        + entry.path().name() + ", and directories have no hard links");
            }
        }
        return Optional.empty();
    }

    /** With two empty directories beside this one. */
    @Override
    public Optional<String> trial(StorePath directory) throws IOException {
        StorePath one = directory.parent().child(".sluice-probe-1-" + directory.name());
        StorePath two = directory.parent().child(".sluice-probe-2-" + directory.name());
        try {
            store.makeDirectories(one);
            store.makeDirectories(two);
            DirectoryExchange.exchange(local(one), local(two));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the disk of " + directory + " cannot exchange directories: " + e.getMessage());
        } finally {
            store.delete(one);
            store.delete(two);
        }
    }

    @Override
    public void commit(SwapIntent intent) throws IOException {
        // What is new since its links were made would be missing until settled: then it is done over, a few times.
        Set<String> linked;
        int round = 0;
        do {
            linked = shown(intent);
            link(linked, intent);
            round++;
        } while (round < ROUNDS && !linked.equals(shown(intent)));
        requireSources(intent);
        DirectoryExchange.exchange(local(intent.directory()), local(intent.generation()));
        sync(intent.directory().parent());
    }

    private void link(Set<String> names, SwapIntent intent) throws IOException {
        StorePath generation = intent.generation();
        store.delete(generation);
        store.makeDirectories(generation);
        for (String name : names) {
            try {
                Files.createLink(
                        local(generation.child(name)), local(intent.directory().child(name)));
            } catch (NoSuchFileException e) {
                log.debug("{} was deleted since it was listed", name);
            }
        }
        Files.createLink(local(generation.child(intent.visible().name())), local(intent.front()));
        own(local(intent.directory()), local(generation));
        sync(generation);
    }

    /** Gives a directory the owner, the group and the mode of another: who may write there may do so in its successor. */
    private static void own(Path from, Path to) throws IOException {
        for (String owner : List.of("unix:uid", "unix:gid")) {
            Object wanted = Files.getAttribute(from, owner);
            if (!wanted.equals(Files.getAttribute(to, owner))) {
                Files.setAttribute(to, owner, wanted);
            }
        }
        int mode = (Integer) Files.getAttribute(from, "unix:mode");
        Files.setAttribute(to, "unix:mode", mode & MODE_BITS);
    }

    /** Names of all files that stay: hidden ones too, but our own. */
    private Set<String> shown(SwapIntent intent) throws IOException {
        Set<String> sources = names(intent);
        return store.list(intent.directory()).stream()
                .map(entry -> entry.path().name())
                .filter(name -> !sources.contains(name))
                .filter(name -> !name.equals(intent.front().name()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> names(SwapIntent intent) {
        return intent.sources().stream()
                .map(source -> source.path().name())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void requireSources(SwapIntent intent) throws IOException {
        for (SwapIntent.Source source : intent.sources()) {
            boolean there = store.status(source.path())
                    .filter(now -> now.fileId() == source.fileId() && now.bytes() == source.bytes())
                    .isPresent();
            if (!there) {
                throw new IOException(source.path() + " is gone or was replaced");
            }
        }
    }

    @Override
    public void settle(SwapIntent intent) throws IOException {
        StorePath generation = intent.generation();
        if (isThere(intent)) {
            bringBack(intent);
            // The merged file's hidden name, and the time of this moment for the directory.
            store.delete(generation.child(intent.front().name()));
            retired.retire(generation, intent.sequence());
        }
    }

    @Override
    public void takeBack(SwapIntent intent) throws IOException {
        if (isThere(intent)) {
            bringBack(intent);
            store.delete(intent.generation());
        }
    }

    private boolean isThere(SwapIntent intent) throws IOException {
        return intent.mode() == SwapMode.EXCHANGE
                && store.status(intent.generation()).isPresent();
    }

    private void bringBack(SwapIntent intent) throws IOException {
        StorePath generation = intent.generation();
        Set<String> notShown = names(intent);
        notShown.add(intent.front().name());
        notShown.add(intent.visible().name());
        List<FileEntry> left = store.list(generation);
        for (FileEntry entry : left) {
            if (!notShown.contains(entry.path().name())) {
                bringBack(entry.path(), intent.directory().child(entry.path().name()));
            }
        }
        sync(intent.directory());
    }

    /** A file that is under both names needs nothing; one that was deleted while its link was made comes back. */
    private static void bringBack(StorePath from, StorePath to) throws IOException {
        try {
            Files.createLink(local(to), local(from));
        } catch (FileAlreadyExistsException e) {
            // There already: the rule, not the exception.
            return;
        } catch (NoSuchFileException e) {
            throw new IOException(from + " cannot be shown again: " + to.parent() + " is gone", e);
        }
    }

    private static Path local(StorePath path) {
        return Path.of(path.value());
    }

    private static void sync(StorePath directory) throws IOException {
        try (FileChannel channel = FileChannel.open(local(directory), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
