/* SPDX-License-Identifier: Apache-2.0 */

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * What compact.sh runs to see what readers gain, straight from this source: Spark plans and scans a table, again and
 * again. {@code SparkScan CORES RUNS DIRECTORY…}; medians.
 */
public final class SparkScan {

    private SparkScan() {}

    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder()
                .master("local[" + args[0] + "]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        int runs = Integer.parseInt(args[1]);
        String[] tables = Arrays.copyOfRange(args, 2, args.length);
        double[][] plan = new double[tables.length][runs];
        double[][] scan = new double[tables.length][runs];
        int[] tasks = new int[tables.length];
        // In turns, one more to warm up.
        for (int run = -1; run < runs; run++) {
            for (int i = 0; i < tables.length; i++) {
                long start = System.nanoTime();
                spark.read().parquet(tables[i]).createOrReplaceTempView("t");
                var query = spark.sql("SELECT carrier, count(*), sum(distance), avg(fuel), max(booking), count(remark)"
                        + " FROM t WHERE delay > 10 GROUP BY carrier");
                tasks[i] = spark.read().parquet(tables[i]).rdd().getNumPartitions();
                double planned = (System.nanoTime() - start) / 1e9;
                start = System.nanoTime();
                query.collectAsList();
                double scanned = (System.nanoTime() - start) / 1e9;
                if (run >= 0) {
                    plan[i][run] = planned;
                    scan[i][run] = scanned;
                }
            }
        }
        for (int i = 0; i < tables.length; i++) {
            Arrays.sort(plan[i]);
            Arrays.sort(scan[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%-50s plan %6.2f s  scan %6.2f s  %5d tasks%n",
                    tables[i],
                    plan[i][runs / 2],
                    scan[i][runs / 2],
                    tasks[i]);
        }
        spark.stop();
    }
}
