/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

/** What the input file holds, and with it the sample and the connector's file in {@code conf/}. */
public enum InputFormat {
    TEXT("hdfs-sink-text.properties", "dpkg.log"),
    JSON("hdfs-sink-json.properties", "flights.jsonl"),
    AVRO("hdfs-sink-avro.properties", "flights.avro");

    private final String connectorFile;
    private final String sample;

    InputFormat(String connectorFile, String sample) {
        this.connectorFile = connectorFile;
        this.sample = sample;
    }

    /** Name in {@code conf/}. */
    public String connectorFile() {
        return connectorFile;
    }

    /** Name in {@code conf/samples/}. */
    public String sample() {
        return sample;
    }
}
