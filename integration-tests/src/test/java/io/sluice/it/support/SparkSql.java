/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Spark in a JVM of its own, asked about one table. */
public final class SparkSql {

    // What bin/spark-submit passes on JDK 17
    private static final String[] OPENED = {
        "java.base/java.lang",
        "java.base/java.lang.invoke",
        "java.base/java.lang.reflect",
        "java.base/java.io",
        "java.base/java.net",
        "java.base/java.nio",
        "java.base/java.util",
        "java.base/java.util.concurrent",
        "java.base/java.util.concurrent.atomic",
        "java.base/jdk.internal.ref",
        "java.base/sun.nio.ch",
        "java.base/sun.nio.cs",
        "java.base/sun.security.action",
        "java.base/sun.util.calendar",
    };

    private SparkSql() {}

    /**
     * Starts Spark, to go on reading.
     *
     * @param settings options of the JVM, among them {@code -Dspark.…}
     * @param arguments of {@code SparkReadsOn}
     */
    public static Program readOn(List<String> settings, String... arguments) throws IOException {
        List<String> jvm = jvm();
        jvm.addAll(settings);
        return Program.start(
                "spark-on",
                new JavaCommand(Peer.SPARK.classPath(), "io.sluice.peer.spark.SparkReadsOn", jvm, List.of(arguments)));
    }

    private static List<String> jvm() {
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g", "-Duser.timezone=UTC", "-Dlog4j2.level=warn"));
        Arrays.stream(OPENED).forEach(name -> jvm.add("--add-opens=" + name + "=ALL-UNNAMED"));
        return jvm;
    }

    /**
     * The answers, a JSON object a row, queries in order.
     *
     * @param table what Spark's {@code read().parquet} takes; the view {@code t} in the queries
     */
    public static List<JsonNode> ask(String table, String... queries) throws IOException {
        Path answer = Files.createTempFile("spark", ".json");
        List<String> arguments = new ArrayList<>(List.of(answer.toString(), table));
        arguments.addAll(List.of(queries));
        JavaCommand command =
                new JavaCommand(Peer.SPARK.classPath(), "io.sluice.peer.spark.SparkReads", jvm(), arguments);
        try (Program spark = Program.start("spark", command)) {
            spark.awaitSuccess(Duration.ofMinutes(5));
        }
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(answer)) {
            rows.add(json.readTree(line));
        }
        Files.delete(answer);
        return rows;
    }
}
