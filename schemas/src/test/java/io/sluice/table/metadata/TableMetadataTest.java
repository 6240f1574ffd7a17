/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableMetadataTest extends TableMetadataContract {

    @TempDir
    private Path temp;

    @Override
    FileStore open() {
        return new LocalFileStore();
    }

    @Override
    StorePath newDirectory() {
        return new StorePath(temp.toString());
    }

    @Test
    void saysWhyKiteCannotOpenATable() {
        assertThat(KiteNames.problem(new StorePath("/topics/flights"))).isEmpty();
        assertThat(KiteNames.problem(new StorePath("/topics/web-log")))
                .hasValue("Kite cannot open /topics/web-log: \"web-log\" has other characters than letters, digits and"
                        + " underscores. Hive, Spark and Sluice can.");
        assertThat(KiteNames.problem(new StorePath("/my.topics/flights")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("\"my.topics\""));
    }
}
