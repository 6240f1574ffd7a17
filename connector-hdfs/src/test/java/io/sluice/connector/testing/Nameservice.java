/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** How clients find the active one of a cluster's two NameNodes, under Hadoop's names. */
public final class Nameservice {

    private Nameservice() {}

    /** What a client's configuration says of it, as the default file system too. */
    public static Map<String, String> settings(String name, MiniDFSCluster cluster) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.defaultFS", "hdfs://" + name);
        settings.put("dfs.nameservices", name);
        settings.put("dfs.ha.namenodes." + name, "nn0,nn1");
        for (int i = 0; i < 2; i++) {
            settings.put("dfs.namenode.rpc-address." + name + ".nn" + i, "localhost:" + cluster.getNameNodePort(i));
        }
        settings.put(
                "dfs.client.failover.proxy.provider." + name,
                "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
        return settings;
    }
}
