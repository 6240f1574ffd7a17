/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.kite;

import org.apache.hadoop.conf.Configuration;

/** What {@link KiteSdk#open} looks for. */
public interface KiteSdkProvider {

    /** A catalog on a private copy of {@code conf}. */
    KiteSdk open(Configuration conf);
}
