/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.List;
import java.util.Optional;

/** What a table's files are, each known by a short name and by the class names that Confluent's sinks give it. */
public enum FileFormat {
    PARQUET("parquet", "ParquetFormat"),
    AVRO("avro", "AvroFormat");

    private static final List<String> PACKAGES = List.of(
            "",
            "io.confluent.connect.hdfs.%s.",
            "io.confluent.connect.hdfs3.%s.",
            "io.confluent.connect.s3.format.%s.");

    private final String extension;
    private final String className;

    FileFormat(String extension, String className) {
        this.extension = extension;
        this.className = className;
    }

    /** Of the names of its files, without the dot. */
    public String extension() {
        return extension;
    }

    /** Reads {@code Parquet}, {@code ParquetFormat} or Confluent's full class name. */
    static Optional<FileFormat> parse(String name) {
        for (FileFormat format : values()) {
            boolean named = format.className.equals(name + "Format")
                    || PACKAGES.stream().anyMatch(p -> name.equals(p.formatted(format.extension) + format.className));
            if (named) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
