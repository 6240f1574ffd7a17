/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this build's files are. */
public final class Project {

    private Project() {}

    /** The directory of a module, such as {@code connector-hdfs}. */
    public static Path module(String name) {
        Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path root = here.endsWith("integration-tests") ? here.getParent() : here;
        Path module = root.resolve(name);
        if (!Files.isDirectory(module)) {
            throw new AssertionError("no module " + name + " in " + root + ": run the tests from the project");
        }
        return module;
    }

    /** A file in the build directory for what a test leaves behind to look at, its own directory made. */
    public static Path log(String name) {
        Path file = module("integration-tests").resolve("target/it").resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
