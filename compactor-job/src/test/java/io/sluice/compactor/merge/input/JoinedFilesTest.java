/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any part of any number of files, of which few are open. */
class JoinedFilesTest {

    private static final int MANY = 200;

    @TempDir
    Path directory;

    private final List<StorePath> files = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();

    private void write(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String text = "file " + i + ";";
            Files.writeString(directory.resolve("f" + i), text);
            files.add(new StorePath(directory.toString()).child("f" + i));
            content.append(text);
        }
    }

    /** Counts what it opens. */
    private static final class Counting extends InterposedFileStore {

        private int opened;

        Counting(FileStore store) {
            super(store);
        }

        @Override
        protected <T> T change(String operation, Action<T> action) throws IOException {
            return action.run();
        }

        @Override
        protected <T> T look(String operation, Action<T> action) throws IOException {
            opened += operation.startsWith("open ") ? 1 : 0;
            return action.run();
        }
    }

    private static String read(JoinedFiles joined, int from, int to) throws IOException {
        byte[] bytes = new byte[to - from];
        joined.readFully(from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void anyPartCanBeRead() throws IOException {
        write(MANY);
        Random random = new Random(1);
        try (JoinedFiles joined = JoinedFiles.open(new LocalFileStore(), files)) {
            assertThat(joined.getLength()).isEqualTo(content.length());
            for (int i = 0; i < 500; i++) {
                int from = random.nextInt(content.length());
                int to = from + random.nextInt(content.length() - from);
                assertThat(read(joined, from, to)).isEqualTo(content.substring(from, to));
            }
        }
    }

    @Test
    void whatNobodyReadsIsNotOpened() throws IOException {
        write(MANY);
        Counting store = new Counting(new LocalFileStore());
        try (JoinedFiles joined = JoinedFiles.open(store, files)) {
            assertThat(store.opened).isZero();
            assertThat(read(joined, content.length() - 9, content.length())).isEqualTo("file 199;");
            assertThat(read(joined, 0, 7)).isEqualTo("file 0;");
            assertThat(read(joined, content.length() - 9, content.length() - 5)).isEqualTo("file");
        }
        assertThat(store.opened).isEqualTo(2);
    }

    @Test
    void fewAreOpenAtATime() throws IOException {
        write(MANY);
        Path descriptors = Path.of("/proc/self/fd");
        try (JoinedFiles joined = JoinedFiles.open(new LocalFileStore(), files)) {
            read(joined, 0, content.length());
            if (Files.isDirectory(descriptors)) {
                try (var open = Files.list(descriptors)) {
                    assertThat(open.filter(fd -> leadsHere(fd)).count()).isEqualTo(JoinedFiles.MOST_OPEN);
                }
            }
        }
    }

    private boolean leadsHere(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException e) {
            // Another thread's, closed since it was listed.
            return false;
        }
    }

    @Test
    void whatIsGoneIsMissed() throws IOException {
        write(3);
        Files.delete(directory.resolve("f1"));
        assertThatThrownBy(() -> JoinedFiles.open(new LocalFileStore(), files))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("f1");
    }
}
