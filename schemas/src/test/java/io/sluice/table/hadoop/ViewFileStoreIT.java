/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.FileStoreContract;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** HDFS behind a mount table: what it promises, it promises under other names too. */
class ViewFileStoreIT extends FileStoreContract {

    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    @Override
    protected FileStore open() throws IOException {
        MiniHdfs hdfs = MiniHdfs.shared();
        Configuration configuration = hdfs.configuration();
        StorePath data = new StorePath("/behind/viewfs");
        try (FileStore store = hdfs.fileStore()) {
            store.makeDirectories(data.child("tables"));
            store.makeDirectories(data.child("deep"));
        }
        String link = "fs.viewfs.mounttable.sluice.link.";
        configuration.set(link + "/data", hdfs.uri() + data.child("tables").value());
        configuration.set(link + "/other/deep", hdfs.uri() + data.child("deep").value());
        return FileStores.open(URI.create("viewfs://sluice/"), configuration);
    }

    @Override
    protected StorePath newDirectory() throws IOException {
        StorePath directory = new StorePath("/data/test-" + DIRECTORIES.incrementAndGet());
        try (FileStore view = open()) {
            view.makeDirectories(directory);
        }
        return directory;
    }

    @Test
    void pathsLeadThroughTheMountTable() throws IOException {
        write(dir.child("f"), "text");
        try (FileStore behind = MiniHdfs.shared().fileStore()) {
            assertThat(behind.status(new StorePath(dir.value().replace("/data/", "/behind/viewfs/tables/") + "/f")))
                    .map(FileEntry::bytes)
                    .contains(4L);
        }
        assertThat(store.list(StorePath.ROOT))
                .extracting(FileEntry::path)
                .containsExactly(new StorePath("/data"), new StorePath("/other"));
        assertThat(store.list(new StorePath("/other")))
                .extracting(FileEntry::path)
                .containsExactly(new StorePath("/other/deep"));
        assertThat(store.status(new StorePath("/nothing"))).isEmpty();
    }

    @Test
    void nothingIsRenamedFromOneMountPointToAnother() throws IOException {
        write(dir.child("f"), "text");
        assertThatThrownBy(() -> store.rename(dir.child("f"), new StorePath("/other/deep/f")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("different mount points of viewfs://sluice/: a table has to be below one");
        assertThat(read(dir.child("f"))).isEqualTo("text");
    }
}
