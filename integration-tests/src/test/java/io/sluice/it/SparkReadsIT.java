/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.support.SparkSql;
import io.sluice.it.support.TestTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("peers")
class SparkReadsIT {

    @TempDir
    Path table;

    @Test
    void countsSumsAndFiltersAPartitionedTable() throws IOException {
        TestTables.flights(table);

        List<JsonNode> rows = SparkSql.ask(
                table.toString(),
                "SELECT count(*) AS n, sum(id) AS ids, count(DISTINCT id) AS d FROM t",
                "SELECT count(*) AS n FROM t WHERE dt = '2026-11-22' AND origin = 'OSL'",
                "SELECT id, delay FROM t WHERE id IN (7, 10) ORDER BY id");

        assertThat(rows)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"n\":1000,\"ids\":499500,\"d\":1000}",
                        "{\"n\":250}",
                        "{\"id\":7,\"delay\":7}",
                        "{\"id\":10}");
    }
}
