/* SPDX-License-Identifier: Apache-2.0 */

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** What compact.sh runs beside us, straight from this source: Spark reads a directory of Parquet and writes few files. */
public final class SparkCoalesce {

    private SparkCoalesce() {}

    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder()
                .master("local[" + args[3] + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.parquet.compression.codec", "snappy")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        long start = System.nanoTime();
        spark.read().parquet(args[0]).coalesce(Integer.parseInt(args[2])).write().parquet(args[1]);
        double seconds = (System.nanoTime() - start) / 1e9;
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                Locale.ROOT, "%-18s %7.2f s %7.2f cpu-s%n", "spark-coalesce", seconds, system.getProcessCpuTime() / 1e9);
        spark.stop();
    }
}
