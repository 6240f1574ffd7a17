/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The configuration files of {@code conf/}, and of users. */
public final class ConfigFiles {

    private ConfigFiles() {}

    /** The directory of this installation: what holds {@code conf/} and {@code bin/}. */
    public static Path home() {
        return Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    }

    public static Path conf(String name) {
        return home().resolve("conf").resolve(name);
    }

    /** Reads a {@code .properties} file. */
    public static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }
}
