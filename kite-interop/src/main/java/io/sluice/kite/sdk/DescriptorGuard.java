/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite.sdk;

import io.sluice.kite.PartitionExpression;
import io.sluice.table.kite.KiteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.kitesdk.data.URIBuilder;
import org.kitesdk.data.spi.DatasetRepository;
import org.kitesdk.data.spi.Pair;
import org.kitesdk.data.spi.Registration;
import org.kitesdk.data.spi.filesystem.FileSystemDatasetRepository;

/** Looks at a descriptor before Kite does. Asks Kite where that descriptor is, so that both look at the same one. */
final class DescriptorGuard {

    private static final String EXPRESSION = "partitionExpression";

    private final Configuration conf;

    DescriptorGuard(Configuration conf) {
        this.conf = conf;
    }

    /** Returns if Kite may load what {@code uri} names; a dataset that does not exist is Kite's to report. */
    void check(String uri) {
        URI parsed = URI.create(uri);
        if (!URIBuilder.DATASET_SCHEME.equals(parsed.getScheme())
                && !URIBuilder.VIEW_SCHEME.equals(parsed.getScheme())) {
            throw new KiteException("not a dataset: or view: URI: " + uri);
        }
        Pair<DatasetRepository, Map<String, String>> match =
                Registration.lookupDatasetUri(URI.create(parsed.getRawSchemeSpecificPart()));
        if (!(match.first() instanceof FileSystemDatasetRepository repository)) {
            throw new KiteException("only datasets on a file system are opened, and this is none: " + uri);
        }
        String namespace = match.second().get(URIBuilder.NAMESPACE_OPTION);
        String name = match.second().get(URIBuilder.DATASET_NAME_OPTION);
        checkDescriptorIn(repository.pathForDataset(namespace, name));
        if (URIBuilder.NAMESPACE_DEFAULT.equals(namespace)) {
            // Kite falls back to a directory without the namespace
            checkDescriptorIn(repository.pathForDataset(".", name));
        }
    }

    private void checkDescriptorIn(Path dataset) {
        Path file = new Path(dataset, ".metadata/descriptor.properties");
        Properties descriptor = new Properties();
        try (FileSystem fs = FileSystem.newInstance(file.toUri(), conf);
                InputStream in = fs.open(file)) {
            descriptor.load(in);
        } catch (FileNotFoundException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        String expression = descriptor.getProperty(EXPRESSION);
        if (expression != null && !PartitionExpression.isSafe(expression)) {
            throw new KiteException(
                    EXPRESSION + " in " + file + " is not one that Kite writes, and Kite would run it as"
                            + " code; it was not loaded: " + expression);
        }
    }
}
