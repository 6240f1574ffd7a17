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
 * @param kerberos empty: as whoever runs the worker
 * @param proxyUser in whose name
 */
public record HadoopConfig(
        Optional<Path> confDir, Map<String, String> settings, Optional<Kerberos> kerberos, Optional<String> proxyUser) {

    /**
     * Who logs in.
     *
     * @param renewPeriodMs between two looks at the ticket, ms
     */
    public record Kerberos(String principal, Path keytab, long renewPeriodMs) {}

    public HadoopConfig {
        settings = Map.copyOf(settings);
    }
}
