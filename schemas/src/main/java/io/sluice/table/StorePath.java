/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

/**
 * An absolute path within one {@link FileStore}, such as {@code /topics/flights/dt=2026-11-22}: starts with a slash,
 * does not end with one, has no empty, {@code .} or {@code ..} part. Ordered as its text is.
 *
 * <p>HDFS takes any other character but a colon, and refuses that one with an {@link IllegalArgumentException}.
 */
public record StorePath(String value) implements Comparable<StorePath> {

    public static final StorePath ROOT = new StorePath("/");

    public StorePath {
        if (!value.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + value);
        }
        if (value.length() > 1) {
            for (String part : value.substring(1).split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                    throw new IllegalArgumentException("empty, '.' or '..' part in path: " + value);
                }
            }
        }
    }

    /** The path below this one; {@code relative} may have several parts, and is returned as is when it is empty. */
    public StorePath child(String relative) {
        if (relative.isEmpty()) {
            return this;
        }
        return new StorePath(value.length() == 1 ? "/" + relative : value + "/" + relative);
    }

    public StorePath parent() {
        int slash = value.lastIndexOf('/');
        return slash <= 0 ? ROOT : new StorePath(value.substring(0, slash));
    }

    /** The last part. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** What leads from {@code ancestor} to here, without a leading slash; empty if they are the same. */
    public String relativeTo(StorePath ancestor) {
        if (value.equals(ancestor.value)) {
            return "";
        }
        String prefix = ancestor.value.length() == 1 ? "/" : ancestor.value + "/";
        if (!value.startsWith(prefix)) {
            throw new IllegalArgumentException(value + " is not below " + ancestor);
        }
        return value.substring(prefix.length());
    }

    /** Whether Hive, Spark and Kite pass over this name: a leading dot or underscore. */
    public boolean hidden() {
        return name().startsWith(".") || name().startsWith("_");
    }

    @Override
    public int compareTo(StorePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
