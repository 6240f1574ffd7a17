/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB in this process: a reader of Parquet that shares no line of code with ours, nor with Spark's. */
public final class DuckDb {

    private DuckDb() {}

    /** Runs a statement. */
    public static void run(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement open = connection.createStatement()) {
            open.execute(statement);
        }
    }

    /** The rows of a query's answer, their values separated by commas. */
    public static List<String> ask(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            return rows(statement, query);
        }
    }

    /**
     * The rows of a query's answer, their values separated by commas.
     *
     * @param table a local directory, the view {@code t} in the query; partitions are columns
     */
    public static List<String> ask(Path table, String query) throws SQLException {
        // Hidden directories are not DuckDB's convention: a glob on partitions leaves them out
        String files = table + "/*=*/**/*.parquet";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW t AS SELECT * FROM read_parquet('" + files
                    + "', hive_partitioning = true, union_by_name = true)");
            return rows(statement, query);
        }
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getObject(column)));
                }
                rows.add(String.join(",", row));
            }
        }
        return rows;
    }
}
