/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.parquet.io.InputFile;

/** Parquet files on a {@link FileStore}, for parquet-java's readers and writers. */
public final class ParquetFiles {

    private ParquetFiles() {}

    /**
     * A file as it is now.
     *
     * @throws NoSuchFileException if there is none
     */
    public static InputFile input(FileStore store, StorePath file) throws IOException {
        return input(store, store.status(file).orElseThrow(() -> new NoSuchFileException(file.value())));
    }

    /** A file as a listing showed it: what was appended since is not seen, what was cut off is an error. */
    public static InputFile input(FileStore store, FileEntry file) {
        return new StoreInputFile(store, file);
    }

    /** A file to be written, once. */
    public static DurableOutputFile output(FileStore store, StorePath file) {
        return new DurableOutputFile(store, file);
    }
}
