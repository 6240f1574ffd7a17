/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

/**
 * Bytes that are no value of the schema they are said to be written with, or one that the reader's schema has no place
 * for. The fault of the sender: it has no stack trace.
 */
public final class UnreadableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    UnreadableValueException(String problem) {
        this("", problem);
    }

    private UnreadableValueException(String path, String problem) {
        super((path.isEmpty() ? "" : "field \"" + path + "\": ") + problem, null, false, false);
        this.path = path;
        this.problem = problem;
    }

    /** The same, a level further out. */
    UnreadableValueException inField(String name) {
        boolean joined = path.isEmpty() || path.startsWith("[") || path.startsWith("{");
        return new UnreadableValueException(name + (joined ? "" : ".") + path, problem);
    }

    UnreadableValueException inElements() {
        return within("[]");
    }

    UnreadableValueException inValues() {
        return within("{}");
    }

    private UnreadableValueException within(String container) {
        boolean joined = path.isEmpty() || path.startsWith("[") || path.startsWith("{");
        return new UnreadableValueException(container + (joined ? "" : ".") + path, problem);
    }

    /** Where, such as {@code items[].price}; empty for the value as a whole. */
    public String path() {
        return path;
    }
}
