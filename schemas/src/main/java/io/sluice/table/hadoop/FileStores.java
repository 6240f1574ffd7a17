/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Opens the file store that a URI names: {@code hdfs:}, {@code viewfs:} or {@code file:}. */
public final class FileStores {

    private FileStores() {}

    /**
     * Opens the store; the path of the URI is not looked at (see {@link #path}). A URI without a scheme is on {@code
     * fs.defaultFS}.
     *
     * @throws IllegalArgumentException if the file system cannot keep the promises of {@link FileStore}
     */
    public static FileStore open(URI uri, Configuration configuration) throws IOException {
        return open(uri, configuration, HdfsIdentity.OF_PROCESS);
    }

    /** As {@link #open(URI, Configuration)}; HDFS is used as a certain user. */
    public static FileStore open(URI uri, Configuration configuration, HdfsIdentity identity) throws IOException {
        String scheme = uri.getScheme() == null
                ? FileSystem.getDefaultUri(configuration).getScheme()
                : uri.getScheme();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "file" -> new LocalFileStore();
            case "hdfs" -> HadoopFileStore.open(uri, configuration, identity);
            case "viewfs" -> ViewFileStore.open(uri, configuration, identity);
            default ->
                throw new IllegalArgumentException("cannot keep a table on " + uri + ": " + scheme
                        + " has no atomic rename that refuses an existing target; use hdfs:, viewfs: or file:");
        };
    }

    /** Where in its store a URI points: {@code /topics} for {@code hdfs://namenode/topics/}. */
    public static StorePath path(URI uri) {
        String path = uri.getPath() == null ? "" : uri.normalize().getPath().replaceAll("/{2,}", "/");
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.isEmpty() ? StorePath.ROOT : new StorePath(trimmed);
    }
}
