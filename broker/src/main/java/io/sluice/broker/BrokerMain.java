/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import io.sluice.broker.config.BrokerConfig;
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
 * A broker as a process: {@code BrokerMain [FILE] [KEY=VALUE …]}. The values given here override those of the
 * properties file. Exit codes: 0 stopped by a signal, 1 failed, 2 wrong usage or configuration.
 */
public final class BrokerMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    private BrokerMain() {}

    public static void main(String[] args) throws InterruptedException {
        // Else Netty starts the flight recorder for its buffers' events: a tenth of a second, and 8 MB
        if (System.getProperty(NETTY_EVENTS) == null) {
            System.setProperty(NETTY_EVENTS, "false");
        }
        try {
            Broker broker = Broker.start(BrokerConfig.of(settings(args)));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                broker.close();
                                stopped.countDown();
                            },
                            "sluice-shutdown"));
            stopped.await();
        } catch (ConfigException | IllegalArgumentException e) {
            exit(USAGE, e);
        } catch (IOException | KafkaException e) {
            exit(FAILED, e);
        }
    }

    @SuppressWarnings("SystemOut") // The user's screen, whatever logging is set to
    private static void exit(int code, Exception e) {
        System.err.println("sluice broker: " + e.getMessage());
        System.exit(code);
    }

    static Map<String, String> settings(String... args) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals > 0) {
                settings.put(
                        arg.substring(0, equals).trim(),
                        arg.substring(equals + 1).trim());
            }
        }
        for (String arg : args) {
            if (arg.indexOf('=') <= 0) {
                load(Path.of(arg)).forEach(settings::putIfAbsent);
            }
        }
        return settings;
    }

    /** Reads a properties file. */
    static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no configuration file " + file, e);
        }
        Map<String, String> result = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> result.put(key, properties.getProperty(key).trim()));
        return result;
    }
}
