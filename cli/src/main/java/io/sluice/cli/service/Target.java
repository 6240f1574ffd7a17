/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.FileStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The file system that a command writes to or reads from, started here if it is a mini one. Close it when done. */
public final class Target implements AutoCloseable {

    private final URI uri;
    private final Map<String, String> clientSettings;
    private final FileStore store;
    private final AutoCloseable service;

    private Target(URI uri, Map<String, String> clientSettings, AutoCloseable service) throws IOException {
        this.uri = uri;
        this.clientSettings = clientSettings;
        this.service = service;
        Configuration configuration = new Configuration();
        clientSettings.forEach(configuration::set);
        this.store = FileStores.open(uri, configuration);
    }

    /**
     * Reaches a file system.
     *
     * @param choice {@code mini} for an HDFS in this process, {@code file} for a local directory, or a URI
     * @param data where {@code mini} and {@code file} keep their bytes
     * @param port of the mini HDFS; 0 for a free one
     */
    public static Target open(String choice, Path data, int port) throws IOException {
        return switch (choice) {
            case "mini" -> {
                EmbeddedHdfs hdfs = EmbeddedHdfs.start(data.resolve("hdfs"), port);
                yield new Target(hdfs.uri(), EmbeddedHdfs.CLIENT_SETTINGS, hdfs);
            }
            case "file" -> {
                Path directory = data.resolve("warehouse").toAbsolutePath().normalize();
                yield at(URI.create("file://" + directory));
            }
            default -> at(URI.create(choice));
        };
    }

    /** Reaches a file system that others run. */
    public static Target at(URI uri) throws IOException {
        return new Target(uri, Map.of(), () -> {});
    }

    /** For {@code store.url}. */
    public URI uri() {
        return uri;
    }

    /** What its Hadoop clients are to be told, such as the connector's. */
    public Map<String, String> clientSettings() {
        return clientSettings;
    }

    public FileStore store() {
        return store;
    }

    /** The root of a table. */
    public StorePath table(String topicsDir, String table) {
        return topics(topicsDir).child(table);
    }

    /** The directory of all tables. */
    public StorePath topics(String topicsDir) {
        return topicsDir.startsWith("/")
                ? new StorePath(topicsDir)
                : FileStores.path(uri).child(topicsDir);
    }

    @Override
    public void close() throws Exception {
        try (AutoCloseable last = service) {
            store.close();
        }
    }
}
