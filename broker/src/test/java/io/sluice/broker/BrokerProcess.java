/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A broker in a process of its own, to be killed and started again with its data and its port. */
record BrokerProcess(Path dir, int port, List<String> settings) {

    static BrokerProcess in(Path dir, String... settings) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new BrokerProcess(dir, socket.getLocalPort(), List.of(settings));
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns when it serves. */
    Process start() throws IOException {
        Process process = launch(dir.resolve("broker.log"));
        await().atMost(Duration.ofMinutes(2)).until(() -> accepts() || !process.isAlive());
        assertThat(process.isAlive()).as("the broker has started").isTrue();
        return process;
    }

    /** @param log what it says is added there */
    Process launch(Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=classpath:log4j2-test.properties",
                "-cp",
                classPath(),
                BrokerMain.class.getName(),
                "log.dir=" + dir.resolve("data"),
                "listeners=PLAINTEXT://" + address()));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** That of this very test, whoever runs it. */
    private static String classPath() {
        if (BrokerMain.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
