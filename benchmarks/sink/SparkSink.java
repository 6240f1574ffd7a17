/* SPDX-License-Identifier: Apache-2.0 */
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Structured Streaming from a topic to Parquet, until the end that the topic has now: {@code SparkSink BOOTSTRAP TOPIC
 * FORMAT SCHEMAS TARGET CHECKPOINT}.
 */
public final class SparkSink {

    private static final StructType FLIGHT =
            StructType.fromDDL("date string, delay bigint, distance bigint, origin string, destination string");

    private SparkSink() {}

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        Column row =
                switch (args[2]) {
                    case "json" -> from_json(col("value").cast("string"), FLIGHT);
                    // Confluent's frame is no business of Spark's: five bytes before the record.
                    case "avro100", "avro1k" ->
                        org.apache.spark.sql.avro.functions.from_avro(
                                org.apache.spark.sql.functions.expr("substring(value, 6)"),
                                Files.readString(Path.of(args[3], "1.avsc")));
                    default -> throw new IllegalArgumentException("no format of Spark's: " + args[2]);
                };
        spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", args[0])
                .option("subscribe", args[1])
                .option("startingOffsets", "earliest")
                // The topic has one partition: both cores are to read it.
                .option("minPartitions", "2")
                .load()
                .select(row.as("row"))
                .select("row.*")
                .writeStream()
                .format("parquet")
                .option("path", args[4])
                .option("checkpointLocation", args[5])
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        // To be measured, then killed, as the others are.
        Thread.currentThread().join();
    }
}
