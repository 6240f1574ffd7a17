/* SPDX-License-Identifier: Apache-2.0 */

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * What compact.sh runs beside us, straight from this source: Iceberg's rewriteDataFiles on Spark. The files are made a
 * table first, which is not measured.
 */
public final class IcebergRewrite {

    private IcebergRewrite() {}

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[" + args[2] + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.ice.type", "hadoop")
                .config("spark.sql.catalog.ice.warehouse", args[1])
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        spark.read().parquet(args[0]).limit(0).writeTo("ice.db.t").using("iceberg")
                .tableProperty("write.parquet.compression-codec", "snappy").create();
        spark.sql("CALL ice.system.add_files(table => 'db.t', source_table => '`parquet`.`" + args[0] + "`')");
        Table table = Spark3Util.loadIcebergTable(spark, "ice.db.t");
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        var result = SparkActions.get(spark)
                .rewriteDataFiles(table)
                .option("target-file-size-bytes", Long.toString(1L << 30))
                .option("rewrite-all", "true")
                .option("max-concurrent-file-group-rewrites", args[2])
                .execute();
        System.out.printf(
                Locale.ROOT,
                "%-18s %7.2f s %7.2f cpu-s %6d files %6d made%n",
                "iceberg-rewrite",
                (System.nanoTime() - start) / 1e9,
                (system.getProcessCpuTime() - cpu) / 1e9,
                result.rewrittenDataFilesCount(),
                result.addedDataFilesCount());
        spark.stop();
    }
}
