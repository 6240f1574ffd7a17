/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How Hadoop's client is set up.
 *
 * @param confDir has core-site.xml and hdfs-site.xml
 * @param settings by Hadoop's own names; they win over the files
 */
public record HadoopConfig(Optional<Path> confDir, Map<String, String> settings) {

    public HadoopConfig {
        settings = Map.copyOf(settings);
    }
}
