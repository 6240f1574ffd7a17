/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.table.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code .metadata/descriptor.properties}: what is fixed for the life of a table. No location is
 * written: a table is where its directory is, also after the NameNode has moved.
 *
 * @param format of its files
 * @param compression what Kite's own writers are to use
 * @param properties custom ones, which Kite hands to its writers
 */
public record TableDescriptor(
        PartitionStrategy partitions, Format format, Compression compression, Map<String, String> properties) {

    private static final String VERSION = "version";
    private static final String FORMAT = "format";
    private static final String COMPRESSION = "compressionType";
    private static final String LOCATION = "location";
    private static final String PARTITIONS = "partitionExpression";

    /** The formats that Kite and Sluice have in common. */
    public enum Format {
        PARQUET,
        AVRO;

        String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The codecs that Kite has. */
    public enum Compression {
        SNAPPY,
        /** GZIP in Parquet. */
        DEFLATE,
        /** Avro's only. */
        BZIP2,
        UNCOMPRESSED;

        /**
         * What to tell Kite of a table whose files have a Parquet codec: the codec if Kite has it, otherwise snappy, for
         * files it writes; ZSTD and LZ4_RAW it cannot read.
         */
        public static Compression forParquet(String codec) {
            return switch (codec.toUpperCase(Locale.ROOT)) {
                case "GZIP" -> DEFLATE;
                case "UNCOMPRESSED" -> UNCOMPRESSED;
                default -> SNAPPY;
            };
        }

        /** The same for a codec of Avro's; zstandard Kite cannot read. */
        public static Compression forAvro(String codec) {
            return switch (codec.toLowerCase(Locale.ROOT)) {
                case "null" -> UNCOMPRESSED;
                case "deflate" -> DEFLATE;
                case "bzip2" -> BZIP2;
                default -> SNAPPY;
            };
        }

        String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TableDescriptor {
        properties = Map.copyOf(properties);
        for (String reserved : new String[] {VERSION, FORMAT, COMPRESSION, LOCATION, PARTITIONS}) {
            if (properties.containsKey(reserved)) {
                throw new IllegalArgumentException(reserved + " is not a custom property");
            }
        }
    }

    public TableDescriptor(PartitionStrategy partitions) {
        this(partitions, Format.PARQUET, Compression.SNAPPY, Map.of());
    }

    /** The file's content; the same descriptor gives the same bytes. */
    byte[] toBytes() {
        Map<String, String> entries = new TreeMap<>(properties);
        entries.put(VERSION, "1");
        entries.put(FORMAT, format.keyword());
        entries.put(COMPRESSION, compression.keyword());
        if (!partitions.fields().isEmpty()) {
            entries.put(PARTITIONS, partitions.expression());
        }
        Properties file = new Properties();
        file.putAll(entries);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        // Escaped as Properties does it, without the time of day that it adds.
        return out.toString(ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(ISO_8859_1);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it is no descriptor of a table of Parquet or Avro; names the file and the key
     */
    static TableDescriptor parse(byte[] bytes, StorePath source) throws IOException {
        Properties file = new Properties();
        try {
            file.load(new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException e) {
            throw new IOException(source + " is not a properties file: " + e.getMessage(), e);
        }
        String keyword = file.getProperty(FORMAT, Format.AVRO.keyword());
        Format format = Arrays.stream(Format.values())
                .filter(each -> each.keyword().equals(keyword))
                .findFirst()
                .orElseThrow(() -> new IOException(source + " has " + FORMAT + "=" + keyword
                        + ": Sluice writes Parquet and Avro; choose another directory for the table"));
        Map<String, String> properties = new TreeMap<>();
        for (String key : file.stringPropertyNames()) {
            properties.put(key, file.getProperty(key));
        }
        String compression = properties.getOrDefault(COMPRESSION, Compression.SNAPPY.keyword());
        String partitions = properties.getOrDefault(PARTITIONS, "");
        properties.keySet().removeAll(Set.of(VERSION, FORMAT, COMPRESSION, LOCATION, PARTITIONS));
        try {
            return new TableDescriptor(
                    PartitionStrategy.parse(partitions),
                    format,
                    Compression.valueOf(compression.toUpperCase(Locale.ROOT)),
                    properties);
        } catch (IllegalArgumentException e) {
            throw new IOException(source + ": " + e.getMessage(), e);
        }
    }
}
