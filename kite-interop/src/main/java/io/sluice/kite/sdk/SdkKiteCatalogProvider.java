/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite.sdk;

import io.sluice.kite.KiteCatalog;
import io.sluice.kite.KiteCatalogProvider;
import org.apache.hadoop.conf.Configuration;

/** Named in {@code META-INF/services}. */
public final class SdkKiteCatalogProvider implements KiteCatalogProvider {

    @Override
    public KiteCatalog open(Configuration conf) {
        return new SdkKiteCatalog(new KiteRuntime(conf));
    }
}
