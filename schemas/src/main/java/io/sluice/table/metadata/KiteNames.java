/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.table.StorePath;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Kite takes for a name: letters, digits, underscores. A topic may have dots and dashes too. */
public final class KiteNames {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_]+");

    private KiteNames() {}

    public static boolean isLegal(String name) {
        return LEGAL.matcher(name).matches();
    }

    /**
     * Why Kite cannot open a table, in a sentence for the log; empty if it can. Its URI names the last two directories,
     * {@code dataset:hdfs://host/…/namespace/dataset}. The table works for all others.
     */
    public static Optional<String> problem(StorePath tableRoot) {
        String dataset = tableRoot.name();
        String namespace = tableRoot.parent().name();
        String wrong = !isLegal(dataset) ? dataset : !isLegal(namespace) ? namespace : null;
        if (wrong == null) {
            return Optional.empty();
        }
        return Optional.of("Kite cannot open " + tableRoot + ": \"" + wrong
                + "\" has other characters than letters, digits and underscores. Hive, Spark and Sluice can.");
    }
}
