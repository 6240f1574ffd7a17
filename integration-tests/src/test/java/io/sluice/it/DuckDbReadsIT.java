/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.DuckDb;
import io.sluice.it.support.TestTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("peers")
class DuckDbReadsIT {

    @TempDir
    Path table;

    @Test
    void countsSumsAndFiltersAPartitionedTable() throws IOException, SQLException {
        TestTables.flights(table);

        assertThat(DuckDb.ask(table, "SELECT count(*), sum(id), count(DISTINCT id) FROM t"))
                .containsExactly("1000,499500,1000");
        assertThat(DuckDb.ask(table, "SELECT count(*) FROM t WHERE dt = '2026-11-22' AND origin = 'OSL'"))
                .containsExactly("250");
        assertThat(DuckDb.ask(table, "SELECT id, delay FROM t WHERE id IN (7, 10) ORDER BY id"))
                .containsExactly("7,7", "10,null");
    }
}
