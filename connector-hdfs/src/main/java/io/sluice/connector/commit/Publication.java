/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit;

import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * How a committed file gets into the table: by one rename, of the file itself, or of the highest directory on its way
 * that the table does not have yet. A new directory of the table so appears with its first files in it, never empty
 * (an empty leaf makes Kite read nothing at all).
 *
 * @param from in the batch directory, which mirrors the table
 * @param to in the table
 */
public record Publication(StorePath from, StorePath to) {

    /**
     * The ways to publish a file, the preferred one first: rename the highest directory, the next lower one, … the file.
     * The first whose parent exists and whose target does not is the one to take.
     *
     * @param work where the file is
     * @param path where it belongs
     * @param root of the table
     */
    public static List<Publication> ways(StorePath work, StorePath path, StorePath root) {
        String relative = path.relativeTo(root);
        List<Publication> ways = new ArrayList<>();
        if (work.value().endsWith("/" + relative)) {
            StorePath batch =
                    new StorePath(work.value().substring(0, work.value().length() - relative.length() - 1));
            for (int slash = relative.indexOf('/'); slash > 0; slash = relative.indexOf('/', slash + 1)) {
                String directory = relative.substring(0, slash);
                ways.add(new Publication(batch.child(directory), root.child(directory)));
            }
        }
        ways.add(new Publication(work, path));
        return ways;
    }
}
