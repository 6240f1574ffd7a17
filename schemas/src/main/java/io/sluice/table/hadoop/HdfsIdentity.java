/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import java.nio.file.Path;
import java.util.Optional;

/**
 * As whom HDFS is used.
 *
 * @param keytab empty: as whoever runs this process
 * @param proxyUser in whose name, which the NameNode must allow ({@code hadoop.proxyuser.*}); empty: in one's own
 */
public record HdfsIdentity(Optional<Keytab> keytab, Optional<String> proxyUser) {

    /** Whoever runs this process: by its ticket cache on a secure cluster. */
    public static final HdfsIdentity OF_PROCESS = new HdfsIdentity(Optional.empty(), Optional.empty());

    /**
     * A Kerberos principal and its key.
     *
     * @param principal such as {@code sluice/_HOST@EXAMPLE.COM}; {@code _HOST} is this machine's name
     * @param file a local keytab that holds it
     * @param renewPeriodMs between two looks at whether the ticket is about to run out, ms
     */
    public record Keytab(String principal, Path file, long renewPeriodMs) {

        public Keytab {
            if (renewPeriodMs < 1) {
                throw new IllegalArgumentException("a ticket is to be renewed every " + renewPeriodMs + " ms");
            }
        }
    }
}
