/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.TableCatalog;
import io.sluice.connector.catalog.TableChange;
import io.sluice.connector.catalog.TableNews;
import io.sluice.table.CommitManifest;
import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import java.util.TreeSet;

/** Tells catalogs what the commits of one topic-partition have brought. For the task's thread alone. */
final class CommitNews {

    private final TableNews news;
    private final FileStore store;
    private final TableLayout table;
    private final TableCatalog catalog;
    private boolean told;

    CommitNews(TableNews news, FileStore store, TableLayout table, TableCatalog catalog) {
        this.news = news;
        this.store = store;
        this.table = table;
        this.catalog = catalog;
    }

    void tell(CommitManifest manifest) {
        if (!news.heard()) {
            return;
        }
        TreeSet<String> directories = new TreeSet<>();
        manifest.files()
                .forEach(file ->
                        directories.add(table.root().child(file.path()).parent().relativeTo(table.root())));
        // What a former owner has left untold is not known: the first time it is all that there is.
        news.tell(new TableChange(manifest.topic(), store.uri(), table.root(), catalog.schema(), directories, !told));
        told = true;
    }
}
