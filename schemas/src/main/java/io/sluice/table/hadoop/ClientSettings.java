/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import org.apache.hadoop.conf.Configuration;

/**
 * What an HDFS client is told beside what its user's files say. Closing a file asks the NameNode whether the last block
 * has arrived, and it rarely has at the first time; Hadoop then asks again after 400 ms, 800 ms and so on, which for a
 * small file is all the time that it takes. Here it asks after 20 ms, 40 ms, and gives up no sooner.
 */
final class ClientSettings {

    private static final String DELAY = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";
    private static final String RETRIES = "dfs.client.block.write.locateFollowingBlock.retries";
    private static final int DELAY_MS = 20;
    /** 20 s in all; 400 ms and 5 times are 12. */
    private static final int TIMES = 10;

    private ClientSettings() {}

    /** A copy with those settings, unless the user has set one of them. */
    static Configuration of(Configuration users) {
        Configuration configuration = new Configuration(users);
        if (!isSet(users, DELAY) && !isSet(users, RETRIES)) {
            configuration.setInt(DELAY, DELAY_MS);
            configuration.setInt(RETRIES, TIMES);
        }
        return configuration;
    }

    /** By anybody but Hadoop's own defaults. */
    private static boolean isSet(Configuration configuration, String key) {
        String[] sources = configuration.getPropertySources(key);
        return sources != null && sources.length > 0 && !sources[sources.length - 1].endsWith("-default.xml");
    }
}
