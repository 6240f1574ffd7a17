/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * A registry as a process: {@code RegistryMain [FILE] [KEY=VALUE …]}. The values given here override those of the
 * properties file. Exit codes: 0 stopped by a signal, 1 failed, 2 wrong usage or configuration.
 */
public final class RegistryMain {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private RegistryMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            RegistryServer server = RegistryServer.start(RegistryConfig.parse(settings(args)));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                server.close();
                                stopped.countDown();
                            },
                            "sluice-registry-shutdown"));
            stopped.await();
        } catch (ConfigException | IllegalArgumentException e) {
            exit(USAGE, e);
        } catch (IOException | KafkaException e) {
            exit(FAILED, e);
        }
    }

    @SuppressWarnings("SystemOut") // The user's screen, whatever logging is set to
    private static void exit(int code, Exception e) {
        System.err.println("sluice registry: " + e.getMessage());
        System.exit(code);
    }

    static Map<String, String> settings(String... args) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String arg : args) {
            if (arg.indexOf('=') <= 0) {
                settings.putAll(load(Path.of(arg)));
            }
        }
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals > 0) {
                settings.put(
                        arg.substring(0, equals).trim(),
                        arg.substring(equals + 1).trim());
            }
        }
        return settings;
    }

    private static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no configuration file " + file, e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> settings.put(key, properties.getProperty(key).trim()));
        return settings;
    }
}
