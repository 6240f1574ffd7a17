/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final String DELAY = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";
    private static final String RETRIES = "dfs.client.block.write.locateFollowingBlock.retries";

    @Test
    void aCloseAsksSoonAgainAndNotForAShorterTime() {
        Configuration hadoops = new HdfsConfiguration();

        Configuration ours = ClientSettings.of(hadoops);

        assertThat(ours.getInt(DELAY, 0)).isLessThan(hadoops.getInt(DELAY, 0));
        assertThat(patienceMs(ours)).isGreaterThanOrEqualTo(patienceMs(hadoops));
        assertThat(hadoops.getInt(DELAY, 0)).isEqualTo(400);
    }

    private static long patienceMs(Configuration configuration) {
        return configuration.getInt(DELAY, 0) * ((1L << configuration.getInt(RETRIES, 0)) - 1);
    }

    @Test
    void whatTheUsersFilesSayStays() {
        Configuration users = new HdfsConfiguration();
        users.addResource(
                new ByteArrayInputStream(("<configuration><property><name>" + RETRIES
                                + "</name><value>7</value></property></configuration>")
                        .getBytes(StandardCharsets.UTF_8)),
                "hdfs-site.xml");

        Configuration ours = ClientSettings.of(users);

        assertThat(ours.getInt(RETRIES, 0)).isEqualTo(7);
        assertThat(ours.getInt(DELAY, 0)).isEqualTo(400);
    }
}
