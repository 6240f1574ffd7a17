/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite;

import org.apache.hadoop.conf.Configuration;

/** What {@link KiteCatalog#open} looks for. */
public interface KiteCatalogProvider {

    /** A catalog on a private copy of {@code conf}. */
    KiteCatalog open(Configuration conf);
}
