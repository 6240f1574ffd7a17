/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.support.Project;
import io.sluice.it.support.SparkSql;
import io.sluice.it.support.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

        List<String> queries = new ArrayList<>(List.of(
                "SELECT count(*) AS n, sum(id) AS ids, count(DISTINCT id) AS d FROM t",
                "SELECT count(*) AS n FROM t WHERE dt = '2026-11-22' AND origin = 'OSL'",
                "SELECT id, delay FROM t WHERE id IN (7, 10) ORDER BY id"));
        queries.addAll(documented());
        List<JsonNode> rows = SparkSql.ask(table.toString(), queries.toArray(String[]::new));

        assertThat(rows)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"n\":1000,\"ids\":499500,\"d\":1000}",
                        "{\"n\":250}",
                        "{\"id\":7,\"delay\":7}",
                        "{\"id\":10}",
                        // What docs/queries.md shows.
                        "{\"dt\":\"2026-11-21\",\"flights\":500,\"longest\":499}",
                        "{\"dt\":\"2026-11-22\",\"flights\":500,\"longest\":999}",
                        "{\"late\":90}",
                        "{\"origin\":\"BER\",\"flights\":500}",
                        "{\"origin\":\"OSL\",\"flights\":500}");
    }

    /** The statements of docs/queries.md. */
    private List<String> documented() throws IOException {
        String page = Files.readString(Project.module("docs").resolve("queries.md"));
        Matcher block = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(page);
        List<String> statements = new ArrayList<>();
        while (block.find()) {
            for (String statement : block.group(1).strip().split(";\n?", -1)) {
                if (!statement.isBlank()) {
                    statements.add(statement.replace("<table>", table.toUri().toString()));
                }
            }
        }
        return statements;
    }
}
