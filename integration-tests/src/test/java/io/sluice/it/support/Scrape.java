/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;

/** What Prometheus would find, asked once. */
public final class Scrape {

    private final String text;

    private Scrape(String text) {
        this.text = text;
    }

    /** Of {@code /metrics} on a port of this machine; of nothing, as long as nobody listens there. */
    public static Scrape of(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try {
            return new Scrape(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return new Scrape("");
        }
    }

    /** The sum of a metric's samples; empty if there is none. */
    public OptionalDouble sum(String name) {
        double[] samples = text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        return samples.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(java.util.Arrays.stream(samples).sum());
    }

    @Override
    public String toString() {
        return text;
    }
}
