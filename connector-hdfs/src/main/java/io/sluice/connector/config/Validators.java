/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import io.sluice.connector.decode.text.CsvFormat;
import io.sluice.connector.decode.text.TimePattern;
import io.sluice.table.metadata.PartitionStrategy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What a value of each key must be. A value that is not set is never wrong here. */
final class Validators {

    /** Hadoop has the first three at hand on every node; the others need native libraries or tools that few have. */
    static final List<String> CODECS = List.of("snappy", "gzip", "zstd", "lz4", "none", "uncompressed");

    private Validators() {}

    static Validator atLeast(long min) {
        return number(n -> n >= min, "must be at least " + min);
    }

    static Validator offOrAtLeast(long min) {
        return number(n -> n == -1 || n >= min, "must be -1 (off) or at least " + min);
    }

    static Validator between(long min, long max) {
        return number(n -> n >= min && n <= max, "must be between " + min + " and " + max);
    }

    static Validator oneOf(String... allowed) {
        List<String> names = List.of(allowed);
        String expected =
                "must be " + names.stream().collect(Collectors.joining(", ")).replaceAll(", (?=[^,]*$)", " or ");
        return text(value -> names.contains(value.toLowerCase(Locale.ROOT)) ? null : expected);
    }

    static Validator nonEmpty() {
        return text(value -> value.isBlank() ? "must not be empty" : null);
    }

    static Validator fileSystemUri() {
        return text(value -> {
            try {
                URI uri = new URI(value);
                return uri.getScheme() == null ? "has no scheme: write hdfs://namenode:8020 or file:///" : null;
            } catch (URISyntaxException e) {
                return "is not a URI such as hdfs://namenode:8020: " + e.getMessage();
            }
        });
    }

    static Validator directory() {
        return text(value -> {
            boolean relativePart = Stream.of(value.split("/", -1)).anyMatch(p -> p.equals(".") || p.equals(".."));
            return relativePart ? "must not have '.' or '..' in it" : null;
        });
    }

    static Validator existingDirectory() {
        return text(value -> Files.isDirectory(Path.of(value)) ? null : "is not a directory on this machine");
    }

    static Validator existingFile() {
        return text(value -> Files.isRegularFile(Path.of(value)) ? null : "is not a file on this machine");
    }

    static Validator compatibility() {
        return text(value -> switch (value.toUpperCase(Locale.ROOT)) {
            case "NONE", "BACKWARD", "FULL" -> null;
            case "FORWARD" -> "would drop the columns that a newer schema adds, and is not supported: use BACKWARD";
            default -> "must be NONE, BACKWARD or FULL";
        });
    }

    static Validator character() {
        return text(value -> messageOf(() -> CsvFormat.character(value)));
    }

    static Validator registryUrls() {
        return (key, value) -> {
            if (value instanceof List<?> urls) {
                for (Object url : urls) {
                    if (!String.valueOf(url).matches("https?://[^/\\s?#@]+(/[^\\s?#]*)?")) {
                        throw new ConfigException(key, url, "is not a URL such as http://registry:8081");
                    }
                }
            }
        };
    }

    static Validator metadataColumns() {
        return (key, value) -> {
            if (value instanceof List<?> items) {
                String problem = messageOf(() ->
                        MetadataConfig.parse(items.stream().map(String::valueOf).toList()));
                if (problem != null) {
                    throw new ConfigException(key, value, problem);
                }
            }
        };
    }

    static Validator zone() {
        return text(value -> {
            try {
                ZoneId.of(value);
                return null;
            } catch (DateTimeException e) {
                return "is not a time zone: write a name such as UTC or Europe/Berlin, or an offset such as +02:00";
            }
        });
    }

    static Validator locale() {
        return text(value -> {
            try {
                new Locale.Builder().setLanguageTag(value.replace('_', '-')).build();
                return null;
            } catch (IllformedLocaleException e) {
                return "is not a language tag such as en-US: " + e.getMessage();
            }
        });
    }

    static Validator partitioner() {
        return text(value -> PartitionerKind.parse(value).isPresent()
                ? null
                : "must be one of "
                        + Stream.of(PartitionerKind.values())
                                .map(PartitionerKind::className)
                                .collect(Collectors.joining(", ")));
    }

    static Validator extractor() {
        return text(
                value -> TimestampSource.parse(value).isPresent() ? null : "must be Wallclock, Record or RecordField");
    }

    static Validator pathFormat() {
        return text(value -> messageOf(() -> PathFormat.parse(value)));
    }

    static Validator javaTimePattern() {
        return text(value -> messageOf(() -> TimePattern.formatter(value)));
    }

    static Validator format() {
        return text(value -> FileFormat.parse(value).isPresent()
                ? null
                : "is not a format of Sluice: tables are Parquet (ParquetFormat) or Avro (AvroFormat)");
    }

    static Validator avroCodec() {
        return oneOf("null", "deflate", "snappy", "bzip2", "zstandard");
    }

    static Validator kiteStrategy() {
        return text(value -> messageOf(() -> PartitionStrategy.parseAny(value)));
    }

    static Validator namedValues() {
        return (key, value) -> {
            if (value instanceof List<?> items) {
                for (Object item : items) {
                    if (!String.valueOf(item).matches("[A-Za-z0-9_]+=.+")) {
                        throw new ConfigException(key, item, "is not of the form name=value");
                    }
                }
            }
        };
    }

    static Validator codec() {
        return text(value ->
                CODECS.contains(value.toLowerCase(Locale.ROOT)) ? null : "must be snappy, gzip, zstd, lz4 or none");
    }

    private static @Nullable String messageOf(Runnable parse) {
        try {
            parse.run();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static Validator number(Predicate<Long> allowed, String problem) {
        return (key, value) -> {
            if (value instanceof Number n && !allowed.test(n.longValue())) {
                throw new ConfigException(key, value, problem);
            }
        };
    }

    /** {@code problemOf} answers null if the value is right, and else what is wrong with it. */
    private static Validator text(Function<String, @Nullable String> problemOf) {
        return (key, value) -> {
            if (value instanceof String s) {
                String problem = problemOf.apply(s);
                if (problem != null) {
                    throw new ConfigException(key, value, problem);
                }
            }
        };
    }
}
