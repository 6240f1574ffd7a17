/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import java.util.List;
import java.util.Set;

class MemoryCatalogTest extends TableListenerContract {

    @Override
    protected TableListener open() {
        return new MemoryCatalog();
    }

    @Override
    protected List<String> columns(TableListener listener, String topic) {
        return ((MemoryCatalog) listener).columns(topic);
    }

    @Override
    protected Set<String> partitions(TableListener listener, String topic) {
        return ((MemoryCatalog) listener).partitions(topic);
    }
}
