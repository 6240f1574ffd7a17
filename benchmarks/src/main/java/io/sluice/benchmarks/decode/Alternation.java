/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Whether 500 versions in turns cost more than one: rounds of both alternate in one JVM, so that what else the machine does
 * falls on both. {@code Alternation FORMAT [ROUNDS]}; prints the least and the median of the last two thirds of the rounds,
 * in ns a record.
 */
public final class Alternation {

    private static final int MANY = 500;

    /** Where rows go, so that none is left out. */
    private static volatile Object unused = "";

    private Alternation() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        Versions.Topic one = Versions.topic(arguments[0], 1);
        Versions.Topic many = Versions.topic(arguments[0], MANY);
        double[] ofOne = new double[rounds];
        double[] ofMany = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ofOne[round] = nanos(one);
            ofMany[round] = nanos(many);
        }
        double[] a = sorted(ofOne);
        double[] b = sorted(ofMany);
        System.out.printf(
                Locale.ROOT,
                "%-14s %6.0f %6.0f ratio %.2f, median %6.0f %6.0f ratio %.2f%n",
                arguments[0],
                a[0],
                b[0],
                b[0] / a[0],
                a[a.length / 2],
                b[b.length / 2],
                b[b.length / 2] / a[a.length / 2]);
    }

    private static double nanos(Versions.Topic topic) {
        long start = System.nanoTime();
        for (SinkRecord record : topic.records()) {
            unused = topic.decoder().decode(record);
        }
        return (System.nanoTime() - start) / (double) Versions.RECORDS;
    }

    private static double[] sorted(double[] rounds) {
        double[] warm = Arrays.copyOfRange(rounds, rounds.length / 3, rounds.length);
        Arrays.sort(warm);
        return warm;
    }
}
