/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FileStoresTest {

    @Test
    void chooseTheLocalDiskForFileUris() throws IOException {
        try (FileStore store = FileStores.open(URI.create("file:///tmp/topics"), new Configuration())) {
            assertThat(store).isInstanceOf(LocalFileStore.class);
        }
    }

    @Test
    void takeTheDefaultFileSystemWithoutAScheme() throws IOException {
        try (FileStore store = FileStores.open(URI.create("/topics"), new Configuration())) {
            assertThat(store).isInstanceOf(LocalFileStore.class);
        }
    }

    @Test
    void refuseStoresWithoutAnAtomicRename() {
        assertThatThrownBy(() -> FileStores.open(URI.create("s3a://bucket/topics"), new Configuration()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot keep a table on s3a://bucket/topics: s3a has no atomic rename that refuses an"
                        + " existing target; use hdfs:, viewfs: or file:");
    }

    @Test
    void findThePathWithinTheStore() {
        assertThat(FileStores.path(URI.create("hdfs://nn:8020/topics/"))).isEqualTo(new StorePath("/topics"));
        assertThat(FileStores.path(URI.create("hdfs://nn:8020//a//b/../c"))).isEqualTo(new StorePath("/a/c"));
        assertThat(FileStores.path(URI.create("hdfs://nn:8020"))).isEqualTo(StorePath.ROOT);
        assertThat(FileStores.path(URI.create("file:/tmp/x"))).isEqualTo(new StorePath("/tmp/x"));
    }
}
