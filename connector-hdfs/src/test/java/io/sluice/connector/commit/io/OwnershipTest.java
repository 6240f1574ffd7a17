/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.commit.WorkDirectory;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {

    @TempDir
    Path temporary;

    private final FileStore store = new LocalFileStore();
    private WorkDirectory work = new WorkDirectory(new TableLayout(StorePath.ROOT), 0);
    private Ownership ownership = new Ownership(store, work, 1_000);

    @BeforeEach
    void inTemporaryDirectory() {
        work = new WorkDirectory(new TableLayout(new StorePath(temporary.toString())), 0);
        ownership = new Ownership(store, work, 1_000);
    }

    private long claim() throws IOException {
        return ownership.claim(OptionalLong.empty(), 0);
    }

    private List<String> names() throws IOException {
        return store.list(work.path()).stream()
                .map(entry -> entry.path().name())
                .toList();
    }

    @Test
    void aNewOwnerFencesTheOneBefore() throws IOException {
        long first = claim();
        store.create(work.epoch(first).child("000000-0.avro")).close();
        long second = claim();
        assertThat(ownership.fenceBefore(second)).containsExactly(work.fenced(first));
        assertThat(ownership.lost(first)).isTrue();
        assertThat(ownership.lost(second)).isFalse();
        assertThat(ownership.staging(List.of(work.fenced(first))))
                .extracting(FileEntry::path)
                .containsExactly(work.fenced(first).child("000000-0.avro"));
        assertThatThrownBy(() -> store.create(work.epoch(first).child("000001-0.avro")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ownership.makeDirectory(work.batch(first, 0), List.of("p=1")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(names()).as("nothing is left of the attempt").hasSize(2);
    }

    @Test
    void whoLostItsEpochCannotClaimAnotherForIt() throws IOException {
        long first = claim();
        assertThat(ownership.claim(OptionalLong.of(first), 0)).isEqualTo(first + 1);
        claim();
        assertThatThrownBy(() -> ownership.claim(OptionalLong.of(first + 1), 0))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining(work.path().value());
    }

    @Test
    void whoWasOutbidBeforeItFencedIsFencedItself() throws IOException {
        long first = claim();
        long second = claim();
        assertThatThrownBy(() -> ownership.fenceBefore(first)).isInstanceOf(FencedException.class);
        assertThat(ownership.lost(second)).isFalse();
    }

    @Test
    void epochsRiseEvenIfTheWorkDirectoryWasCleared() throws IOException {
        assertThat(ownership.claim(OptionalLong.empty(), 41)).isEqualTo(42);
    }

    @Test
    void aLateClaimOfAnEpochThatWasLostBeforeStandsInNobodysWay() throws IOException {
        long first = claim();
        long second = claim();
        ownership.fenceBefore(second);
        // Someone who looked before all that, and claims what he then saw to be next.
        store.makeDirectories(work.epoch(first));

        long third = claim();

        assertThat(ownership.fenceBefore(third)).containsExactly(work.fenced(first), work.fenced(second));
        assertThat(ownership.lost(first)).isTrue();
    }

    @RepeatedTest(20)
    void ofManyWhoRaceOneIsTheOwnerInTheEnd() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Callable<Long>> claims = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                claims.add(() -> {
                    long epoch = claim();
                    try {
                        ownership.fenceBefore(epoch);
                    } catch (FencedException | NoSuchFileException e) {
                        return epoch; // outbid
                    }
                    return epoch;
                });
            }
            List<Long> epochs = new ArrayList<>();
            for (Future<Long> claim : threads.invokeAll(claims)) {
                epochs.add(claim.get());
            }
            assertThat(epochs).doesNotHaveDuplicates();
            long owner = epochs.stream().max(Long::compare).orElseThrow();
            for (long epoch : epochs) {
                assertThat(ownership.lost(epoch)).isEqualTo(epoch != owner);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aStrangeFileIsNamed() throws IOException {
        store.makeDirectories(work.path().child("notes"));
        assertThatThrownBy(this::claim)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'notes'");
    }
}
