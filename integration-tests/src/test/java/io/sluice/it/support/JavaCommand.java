/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program to start.
 *
 * @param jvm options such as {@code -Xmx256m}
 */
public record JavaCommand(List<String> classPath, String mainClass, List<String> jvm, List<String> arguments) {

    public JavaCommand {
        classPath = List.copyOf(classPath);
        jvm = List.copyOf(jvm);
        arguments = List.copyOf(arguments);
    }

    /** A program on the class path of the tests: our own. */
    public static JavaCommand named(String mainClass) {
        return of(ownClassPath(), mainClass);
    }

    public static JavaCommand of(List<String> classPath, String mainClass) {
        return new JavaCommand(classPath, mainClass, List.of(), List.of());
    }

    public JavaCommand jvm(String... options) {
        return new JavaCommand(classPath, mainClass, List.of(options), arguments);
    }

    public JavaCommand arguments(String... values) {
        return new JavaCommand(classPath, mainClass, jvm, List.of(values));
    }

    /** One more argument. */
    public JavaCommand argument(String value) {
        List<String> values = new ArrayList<>(arguments);
        values.add(value);
        return new JavaCommand(classPath, mainClass, jvm, values);
    }

    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-XX:TieredStopAtLevel=1");
        line.add("-XX:+UseSerialGC");
        line.addAll(jvm);
        line.add("-cp");
        line.add(String.join(File.pathSeparator, classPath));
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    /** The class path of the tests, whichever launcher runs them. */
    static List<String> ownClassPath() {
        if (!(JavaCommand.class.getClassLoader() instanceof URLClassLoader loader)) {
            return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        }
        List<String> classPath = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            try {
                classPath.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return classPath;
    }
}
