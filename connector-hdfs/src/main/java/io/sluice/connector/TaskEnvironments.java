/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.TableListener;
import io.sluice.connector.catalog.TableListenerProvider;
import io.sluice.connector.config.HadoopConfig;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.config.KiteMode;
import io.sluice.table.hadoop.FileStores;
import io.sluice.table.hadoop.HdfsIdentity;
import io.sluice.table.kite.KiteException;
import io.sluice.table.kite.KiteSdk;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.connect.errors.ConnectException;

/** The world as a configuration describes it. */
final class TaskEnvironments {

    private TaskEnvironments() {}

    static TaskEnvironment open(HdfsSinkConfig config) throws IOException {
        Configuration hadoop = hadoop(config.hadoop());
        return new TaskEnvironment(
                FileStores.open(config.storeUri(), hadoop, identity(config.hadoop())),
                Clock.systemUTC(),
                Background.threads("sluice-sink", config.files().parquet().convertThreads()),
                config.kite() == KiteMode.SDK ? Optional.of(kite(hadoop)) : Optional.empty(),
                listeners(config));
    }

    private static List<TableListener> listeners(HdfsSinkConfig config) {
        return ServiceLoader.load(TableListenerProvider.class, TableListenerProvider.class.getClassLoader()).stream()
                .flatMap(provider -> provider.get().open(config).stream())
                .toList();
    }

    private static KiteSdk kite(Configuration hadoop) {
        try {
            return KiteSdk.open(hadoop);
        } catch (KiteException e) {
            throw new ConnectException("catalog.kite=sdk: " + e.getMessage(), e);
        }
    }

    private static HdfsIdentity identity(HadoopConfig config) {
        return new HdfsIdentity(
                config.kerberos()
                        .map(own -> new HdfsIdentity.Keytab(own.principal(), own.keytab(), own.renewPeriodMs())),
                config.proxyUser());
    }

    private static Configuration hadoop(HadoopConfig config) {
        Configuration hadoop = new Configuration();
        config.confDir().ifPresent(directory -> {
            for (String file : new String[] {"core-site.xml", "hdfs-site.xml"}) {
                hadoop.addResource(new Path(directory.resolve(file).toUri()));
            }
        });
        config.settings().forEach(hadoop::set);
        return hadoop;
    }
}
