/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.kite;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Datasets as Kite SDK 1.1.0 itself sees them.
 *
 * <p>URIs are Kite's: {@code dataset:hdfs://namenode:8020/topics/flights} or
 * {@code view:file:/data/default/flights?year=2026&month=11}; the last two parts of the path are namespace and name,
 * both of {@code [A-Za-z0-9_]+}.
 *
 * <p>A descriptor found on disk is checked by a grammar of what Kite itself writes before Kite reads it, since Kite evaluates it
 * as code. That does not help against one who rewrites it in between: open only directories that you trust.
 *
 * <p>Thread-safe. Everything that goes wrong is a {@link KiteException}.
 */
public interface KiteSdk {

    /**
     * The catalog of the Kite on this class path.
     *
     * @param conf copied; Kite's own settings never leak into it
     * @throws KiteException if sluice-kite-interop is not installed
     */
    static KiteSdk open(Configuration conf) {
        ClassLoader loader = KiteSdk.class.getClassLoader();
        return ServiceLoader.load(KiteSdkProvider.class, loader)
                .findFirst()
                .orElseThrow(() -> new KiteException(
                        "no Kite on the class path: put sluice-kite-interop.jar beside the connector's jars"))
                .open(conf);
    }

    /** Creates a dataset; fails if it exists. */
    KiteDataset create(String datasetUri, KiteDefinition definition);

    KiteDataset load(String uri);

    /** Gives the dataset a newer schema, which must read the records of all earlier ones. */
    KiteDataset evolve(String datasetUri, String schemaJson);

    boolean exists(String uri);

    /**
     * Deletes the dataset with its data.
     *
     * @return false if there was none
     */
    boolean delete(String datasetUri);

    /** Whether Kite finds records of one schema readable with another. */
    boolean canRead(String writtenWithJson, String readWithJson);

    /** Tells those who wait for it that a view is complete. */
    void signalReady(String viewUri);

    boolean isReady(String viewUri);

    /** The directories that Kite would read, relative to the dataset's location; one empty string if unpartitioned. */
    List<String> partitions(String viewUri);

    /**
     * Reads with Kite's own reader.
     *
     * @param records gets each record in Avro binary, in the dataset's newest schema
     * @return how many
     */
    long scan(String viewUri, Consumer<byte[]> records);

    /**
     * Writes with Kite's own writer, one file a partition.
     *
     * @param records Avro binary in the dataset's newest schema. Kite knows no abort: what came before a bad record is
     *     in the dataset
     */
    void write(String viewUri, Iterable<byte[]> records);
}
