/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.hadoop.hive.conf;

import org.apache.hadoop.conf.Configuration;

/** The kite-dataset command makes one at its start, whether it needs Hive or not; Hive of its time knows no Hadoop 3. */
public class HiveConf extends Configuration {

    public HiveConf() {}

    public HiveConf(Configuration configuration, Class<?> unused) {
        super(configuration);
    }
}
