/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.peer.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a table in local mode and writes what it found.
 *
 * <p>{@code SparkReads OUTPUT PATH QUERY…} makes the Parquet under PATH the view {@code t}, runs each SQL query, and
 * writes one line a row to OUTPUT: a JSON object, queries in order. System properties {@code spark.*} are Spark's
 * settings.
 */
public final class SparkReads {

    private SparkReads() {}

    public static void main(String[] args) throws Exception {
        List<String> lines = new ArrayList<>();
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("sluice-reads")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate()) {
            spark.read().parquet(args[1]).createOrReplaceTempView("t");
            for (int i = 2; i < args.length; i++) {
                lines.addAll(spark.sql(args[i]).toJSON().collectAsList());
            }
        }
        Files.write(Path.of(args[0]), lines);
    }
}
