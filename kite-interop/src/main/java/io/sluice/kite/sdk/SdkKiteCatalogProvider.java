/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite.sdk;

import io.sluice.table.kite.KiteSdk;
import io.sluice.table.kite.KiteSdkProvider;
import org.apache.hadoop.conf.Configuration;

/** Named in {@code META-INF/services}. */
public final class SdkKiteCatalogProvider implements KiteSdkProvider {

    @Override
    public KiteSdk open(Configuration conf) {
        return new SdkKiteCatalog(new KiteRuntime(conf));
    }
}
