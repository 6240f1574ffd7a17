/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.table.ConcatCheck;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link FileStore} promises. */
public abstract class FileStoreContract {

    protected FileStore store;
    protected StorePath dir;

    /** A new client of the same file system. */
    protected abstract FileStore open() throws IOException;

    /** An empty directory that no other test uses. */
    protected abstract StorePath newDirectory() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
        dir = newDirectory();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    protected void write(StorePath file, String content) throws IOException {
        try (DurableOutput out = store.create(file)) {
            out.write(content.getBytes(UTF_8));
        }
    }

    protected String read(StorePath file) throws IOException {
        try (FileStore other = open();
                SeekableInput in = other.open(file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        StorePath file = dir.child("a");
        try (DurableOutput out = store.create(file)) {
            out.write(content, 0, 100_000);
            for (int i = 100_000; i < 100_100; i++) {
                out.write(content[i]);
            }
            out.write(content, 100_100, 199_900);
            assertThat(out.position()).isEqualTo(300_000);
        }
        try (SeekableInput in = store.open(file)) {
            assertThat(in.length()).isEqualTo(300_000);
            assertThat(in.readAllBytes()).isEqualTo(content);
            in.seek(299_999);
            assertThat(in.read()).isEqualTo(content[299_999] & 0xff);
            assertThat(in.read()).isEqualTo(-1);
            in.seek(5);
            byte[] part = new byte[1_010];
            in.readFully(150_000, part, 10, 1_000);
            assertThat(part).endsWith(Arrays.copyOfRange(content, 150_000, 151_000));
            assertThat(in.position()).isEqualTo(5);
            assertThatThrownBy(() -> in.readFully(299_500, part, 0, 1_000)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> in.seek(300_001)).isInstanceOf(EOFException.class);
        }
        assertThat(store.status(file)).hasValueSatisfying(entry -> {
            assertThat(entry.bytes()).isEqualTo(300_000);
            assertThat(entry.directory()).isFalse();
            assertThat(entry.modifiedMs()).isPositive();
        });
    }

    @Test
    void othersReadWhatIsSyncedOrFlushedOfAnOpenFile() throws IOException {
        StorePath file = dir.child("open");
        try (DurableOutput out = store.create(file)) {
            out.write("one".getBytes(UTF_8));
            out.syncToDisk();
            assertThat(read(file)).isEqualTo("one");
            assertThat(store.status(file).orElseThrow().bytes()).isEqualTo(3);
            out.write("two".getBytes(UTF_8));
            out.flushToReplicas();
            assertThat(read(file)).isEqualTo("onetwo");
        }
        assertThat(read(file)).isEqualTo("onetwo");
    }

    @Test
    void createRefusesAFileThatExists() throws IOException {
        write(dir.child("a"), "first");
        assertThatThrownBy(() -> store.create(dir.child("a")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(dir.child("a").value());
        assertThat(read(dir.child("a"))).isEqualTo("first");
    }

    @Test
    void createRefusesAFileThatSomeoneIsWriting() throws IOException {
        try (DurableOutput out = store.create(dir.child("a"));
                FileStore other = open()) {
            assertThatThrownBy(() -> other.create(dir.child("a")))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining(dir.child("a").value());
            out.write(1);
        }
    }

    @Test
    void createMakesNoParent() throws IOException {
        assertThatThrownBy(() -> store.create(dir.child("gone/a")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(dir.child("gone").value());
        assertThat(store.status(dir.child("gone"))).isEmpty();
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        StorePath gone = dir.child("gone");
        assertThat(store.status(gone)).isEmpty();
        assertThatThrownBy(() -> store.open(gone))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(gone.value());
        assertThatThrownBy(() -> store.list(gone))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(gone.value());
        assertThatThrownBy(() -> store.recoverLease(gone, 1_000))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(gone.value());
    }

    @Test
    void aPathBelowAFileDoesNotExist() throws IOException {
        write(dir.child("file"), "x");
        assertThat(store.status(dir.child("file/below"))).isEmpty();
    }

    @Test
    void listsDirectChildrenByName() throws IOException {
        write(dir.child("b"), "bb");
        write(dir.child("a"), "a");
        store.makeDirectories(dir.child("c=1/d"));
        assertThat(store.list(dir))
                .extracting(FileEntry::path, FileEntry::directory, FileEntry::bytes)
                .containsExactly(
                        tuple(dir.child("a"), false, 1L),
                        tuple(dir.child("b"), false, 2L),
                        tuple(dir.child("c=1"), true, 0L));
        assertThatThrownBy(() -> store.list(dir.child("a"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void namesOfTablesAreTakenAsTheyAre() throws IOException {
        StorePath odd = dir.child("dt=2026-11-22/name=a%2Fb+ü [x] {y}");
        store.makeDirectories(odd);
        write(odd.child("t+0+1+2.parquet"), "x");
        assertThat(store.list(odd)).extracting(FileEntry::path).containsExactly(odd.child("t+0+1+2.parquet"));
        assertThat(read(odd.child("t+0+1+2.parquet"))).isEqualTo("x");
    }

    @Test
    void makesDirectoriesOnceOrMore() throws IOException {
        store.makeDirectories(dir.child("x/y/z"));
        store.makeDirectories(dir.child("x/y/z"));
        assertThat(store.status(dir.child("x/y/z")))
                .hasValueSatisfying(e -> assertThat(e.directory()).isTrue());
        write(dir.child("file"), "x");
        assertThatThrownBy(() -> store.makeDirectories(dir.child("file")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void renameMovesAFileOrADirectory() throws IOException {
        write(dir.child("a"), "a");
        long id = store.status(dir.child("a")).orElseThrow().fileId();
        store.rename(dir.child("a"), dir.child("b"));
        assertThat(store.status(dir.child("a"))).isEmpty();
        assertThat(store.status(dir.child("b")).orElseThrow().fileId()).isEqualTo(id);
        store.makeDirectories(dir.child("d"));
        store.rename(dir.child("b"), dir.child("d/b"));
        store.rename(dir.child("d"), dir.child("e"));
        assertThat(read(dir.child("e/b"))).isEqualTo("a");
        assertThat(store.status(dir.child("d"))).isEmpty();
    }

    @Test
    void renameAllMovesFiles() throws IOException {
        store.makeDirectories(dir.child("d"));
        write(dir.child("a"), "a");
        write(dir.child("b"), "b");

        store.renameAll(List.of(
                new FileStore.Move(dir.child("a"), dir.child(".a")),
                new FileStore.Move(dir.child("b"), dir.child("d/b"))));

        assertThat(store.list(dir)).extracting(FileEntry::path).containsExactly(dir.child(".a"), dir.child("d"));
        assertThat(read(dir.child(".a"))).isEqualTo("a");
        assertThat(read(dir.child("d/b"))).isEqualTo("b");
    }

    @Test
    void renameAllStopsAtAFileThatIsMissingAndAtATargetThatExists() throws IOException {
        write(dir.child("a"), "a");
        write(dir.child("b"), "b");

        assertThatThrownBy(() -> store.renameAll(List.of(new FileStore.Move(dir.child("a"), dir.child("b")))))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> store.renameAll(List.of(new FileStore.Move(dir.child("x"), dir.child("y")))))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(read(dir.child("a"))).isEqualTo("a");
        assertThat(read(dir.child("b"))).isEqualTo("b");
    }

    @Test
    void deleteAllDeletesWhatIsThere() throws IOException {
        write(dir.child("a"), "a");
        write(dir.child("b"), "b");

        store.deleteAll(List.of(dir.child("a"), dir.child("x"), dir.child("missing/y")));

        assertThat(store.list(dir)).extracting(FileEntry::path).containsExactly(dir.child("b"));
    }

    @Test
    @Tag("check-37")
    void renameRefusesATargetThatExists() throws IOException {
        write(dir.child("a"), "a");
        write(dir.child("b"), "b");
        assertThatThrownBy(() -> store.rename(dir.child("a"), dir.child("b")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(dir.child("b").value());
        assertThat(read(dir.child("a"))).isEqualTo("a");
        assertThat(read(dir.child("b"))).isEqualTo("b");
        store.makeDirectories(dir.child("d"));
        store.makeDirectories(dir.child("e"));
        assertThatThrownBy(() -> store.rename(dir.child("d"), dir.child("e")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> store.rename(dir.child("a"), dir.child("e")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> store.rename(dir.child("d"), dir.child("a")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void renameNamesTheEndThatIsMissing() throws IOException {
        write(dir.child("a"), "a");
        assertThatThrownBy(() -> store.rename(dir.child("gone"), dir.child("b")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(dir.child("gone").value());
        assertThatThrownBy(() -> store.rename(dir.child("a"), dir.child("nowhere/b")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(dir.child("nowhere").value());
        assertThat(read(dir.child("a"))).isEqualTo("a");
    }

    @Test
    void onlyOneOfManyRenamesToOneNameWins() throws Exception {
        int rounds = 20;
        int racers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < rounds; round++) {
                StorePath target = dir.child("target" + round);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> outcomes = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    StorePath source = dir.child("source" + round + "-" + racer);
                    write(source, source.name());
                    outcomes.add(pool.submit(() -> {
                        start.await();
                        try {
                            store.rename(source, target);
                            return true;
                        } catch (FileAlreadyExistsException e) {
                            return false;
                        }
                    }));
                }
                start.countDown();
                int won = -1;
                for (int racer = 0; racer < racers; racer++) {
                    if (outcomes.get(racer).get()) {
                        assertThat(won).as("a second winner").isEqualTo(-1);
                        won = racer;
                    }
                }
                assertThat(read(target)).isEqualTo("source" + round + "-" + won);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void replacePutsAFileInTheOthersPlace() throws IOException {
        write(dir.child("new"), "new");
        write(dir.child("old"), "old");
        long oldId = store.status(dir.child("old")).orElseThrow().fileId();
        store.replace(dir.child("new"), dir.child("old"));
        assertThat(read(dir.child("old"))).isEqualTo("new");
        assertThat(store.status(dir.child("new"))).isEmpty();
        assertThat(store.status(dir.child("old")).orElseThrow().fileId()).isNotEqualTo(oldId);
        store.replace(dir.child("old"), dir.child("fresh"));
        assertThat(read(dir.child("fresh"))).isEqualTo("new");
        assertThatThrownBy(() -> store.replace(dir.child("gone"), dir.child("fresh")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(read(dir.child("fresh"))).isEqualTo("new");
    }

    @Test
    void deleteIsIdempotent() throws IOException {
        store.makeDirectories(dir.child("d/e"));
        write(dir.child("d/e/f"), "x");
        assertThat(store.delete(dir.child("d"))).isTrue();
        assertThat(store.delete(dir.child("d"))).isFalse();
        assertThat(store.status(dir.child("d/e/f"))).isEmpty();
    }

    @Test
    void aWriterWhoseDirectoryWasRenamedAwayIsFenced() throws IOException {
        store.makeDirectories(dir.child("work/1"));
        store.makeDirectories(dir.child("commits"));
        write(dir.child("work/1/manifest"), "zombie");
        try (FileStore owner = open()) {
            owner.rename(dir.child("work/1"), dir.child("work/1.fenced"));
        }
        assertThatThrownBy(() -> store.create(dir.child("work/1/next"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.rename(dir.child("work/1/manifest"), dir.child("commits/0")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(store.list(dir.child("commits"))).isEmpty();
    }

    @Test
    void recoveringTheLeaseOfAClosedFileDoesNothing() throws IOException {
        write(dir.child("a"), "a");
        store.recoverLease(dir.child("a"), 60_000);
        assertThat(read(dir.child("a"))).isEqualTo("a");
    }

    @Test
    void aCrashLeavesWhatWasSynced() throws IOException {
        CrashingFileStore crashing = CrashingFileStore.crashingAt(5, CrashingFileStore.Moment.BEFORE, open());
        StorePath file = dir.child("staged");
        DurableOutput out = crashing.create(file);
        out.write("kept".getBytes(UTF_8));
        out.syncToDisk();
        out.write("lost".getBytes(UTF_8));
        assertThatThrownBy(out::syncToDisk).isInstanceOf(SimulatedCrash.class).hasMessageContaining("before sync");
        assertThatThrownBy(out::close).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> crashing.status(file)).isInstanceOf(SimulatedCrash.class);
        assertThat(crashing.operations()).isEqualTo(5);
        store.recoverLease(file, 60_000);
        assertThat(read(file)).isEqualTo("kept");
        assertThat(store.status(file).orElseThrow().bytes()).isEqualTo(4);
    }

    @Test
    void aConcatIsCheckedBeforeItIsTried() throws IOException {
        write(dir.child("a"), "a");
        write(dir.child("b"), "b");
        try (DurableOutput out = store.create(dir.child("open"))) {
            out.write('x');
            out.syncToDisk();

            ConcatCheck closed = store.checkConcat(dir, List.of(dir.child("a"), dir.child("b")));
            ConcatCheck open = store.checkConcat(dir, List.of(dir.child("a"), dir.child("open")));

            assertThat(closed.obstacle().isEmpty()).isEqualTo(store.supportsConcat());
            assertThat(closed.beingWritten()).isEmpty();
            if (store.supportsConcat()) {
                assertThat(open.beingWritten()).containsExactly(dir.child("open"));
            }
        }
    }

    @Test
    void aCrashAfterARenameHasRenamed() throws IOException {
        write(dir.child("a"), "a");
        CrashingFileStore crashing = CrashingFileStore.crashingAt(1, CrashingFileStore.Moment.AFTER, open());
        assertThatThrownBy(() -> crashing.rename(dir.child("a"), dir.child("b")))
                .isInstanceOf(SimulatedCrash.class)
                .hasMessageContaining("after rename");
        assertThat(read(dir.child("b"))).isEqualTo("a");
    }
}
