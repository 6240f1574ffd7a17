/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request is answered by.
 *
 * @param pattern segments of a path; one in braces is a variable
 */
record Route(String method, List<String> pattern, Function<Request, Response> handler) {

    static Route of(String method, String path, Function<Request, Response> handler) {
        return new Route(method, segments(path), handler);
    }

    /** The parts between slashes, without empty ones at both ends. */
    static List<String> segments(String path) {
        String trimmed = path.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    /** The variables, if the path is of this route. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), path.get(i));
            } else if (!expected.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
