/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/exactly-once.md names the tests that there are: those with the tag of a check, and no others. */
class ExactlyOnceDocTest {

    private static final Pattern TAG = Pattern.compile("@Tag\\(\"check-(\\d+)\"\\)");
    private static final Pattern METHOD = Pattern.compile("^    (?:public )?void (\\w+)\\(");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\| ([^|]*) \\|$");
    private static final String NOT_HERE = "not here: ";
    private static final int CHECKS = 48;

    private static Map<Integer, SortedSet<String>> tagged() throws IOException {
        Map<Integer, SortedSet<String>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Repository.root())) {
            for (Path file : files.filter(ExactlyOnceDocTest::isTest).toList()) {
                collect(file, tests);
            }
        }
        return tests;
    }

    private static boolean isTest(Path file) {
        String path = Repository.root().relativize(file).toString();
        return path.contains("src/test/java") && path.endsWith(".java") && !path.contains("target/");
    }

    private static void collect(Path file, Map<Integer, SortedSet<String>> tests) throws IOException {
        String name = file.getFileName().toString().replace(".java", "");
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            Matcher tag = TAG.matcher(line);
            if (tag.find()) {
                numbers.add(Integer.parseInt(tag.group(1)));
            }
            Matcher method = METHOD.matcher(line);
            if (method.find()) {
                for (int number : numbers) {
                    tests.computeIfAbsent(number, n -> new TreeSet<>()).add(name + "." + method.group(1));
                }
                numbers.clear();
            }
        }
    }

    private static Map<Integer, String> documented() throws IOException {
        Map<Integer, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/exactly-once.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(Integer.parseInt(row.group(1)), row.group(2));
            }
        }
        return rows;
    }

    @Test
    void eachCheckHasItsTestsOrAReasonForNone() throws IOException {
        Map<Integer, SortedSet<String>> tagged = tagged();
        Map<Integer, String> documented = documented();

        assertThat(documented.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, CHECKS).boxed().toList());
        documented.forEach((number, tests) -> {
            if (tests.startsWith(NOT_HERE)) {
                assertThat(tagged).doesNotContainKey(number);
            } else {
                String expected = String.join(
                        ", ",
                        tagged.getOrDefault(number, new TreeSet<>(List.of("none"))).stream()
                                .map(test -> "`" + test + "`")
                                .toList());
                assertThat(tests).as("check %d", number).isEqualTo(expected);
            }
        });
        assertThat(documented.keySet()).containsAll(tagged.keySet());
    }
}
