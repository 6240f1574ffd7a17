/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.peer.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs one query on a table again and again, each time on a new listing, until a file appears.
 *
 * <p>{@code SparkReadsOn OUTPUT PATH STOP QUERY} makes the Parquet under PATH the view {@code t} for each run of the SQL
 * QUERY and appends a line a run to OUTPUT: the first row of the answer as a JSON object, or {@code failed: } and why.
 * Ends when STOP exists. System properties {@code spark.*} are Spark's settings.
 */
public final class SparkReadsOn {

    private SparkReadsOn() {}

    public static void main(String[] args) throws Exception {
        Path output = Path.of(args[0]);
        Path stop = Path.of(args[2]);
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("sluice-reads-on")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate()) {
            while (!Files.exists(stop)) {
                Files.write(output, List.of(answer(spark, args)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }

    private static String answer(SparkSession spark, String[] args) {
        try {
            Dataset<Row> table = spark.read().parquet(args[1]);
            table.createOrReplaceTempView("t");
            return spark.sql(args[3]).toJSON().first();
        } catch (Exception e) {
            // Spark throws what it likes from Scala, checked exceptions too.
            return "failed: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }
}
