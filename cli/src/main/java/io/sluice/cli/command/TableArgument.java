/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.Target;
import io.sluice.cli.terminal.UserError;
import io.sluice.table.StorePath;
import java.io.IOException;

/** A table as a user names it: a name under {@code topics.dir}, or an absolute path. */
final class TableArgument {

    private TableArgument() {}

    static StorePath resolve(Target target, String topicsDir, String table) throws IOException {
        StorePath root = table.startsWith("/") ? new StorePath(table) : target.table(topicsDir, table);
        if (target.store().status(root).isEmpty()) {
            throw new UserError("no table " + root + " on " + target.uri() + "; 'sluice tables' lists what is there");
        }
        return root;
    }
}
