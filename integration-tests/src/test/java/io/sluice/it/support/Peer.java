/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's software on a class path of its own, resolved by a module beside this one. */
public enum Peer {
    SPARK("spark"),
    HIVE("hive"),
    APACHE_KAFKA("kafka"),
    KITE("kite");

    private final String module;

    Peer(String module) {
        this.module = module;
    }

    /** Its jars, and the classes of its module. */
    public List<String> classPath() throws IOException {
        Path target = Project.module("integration-tests").resolve(module).resolve("target");
        Path jars = target.resolve("peer.classpath");
        if (!Files.exists(jars)) {
            throw new AssertionError(
                    jars + " is not there: run this test by `mvn -Ppeers -pl integration-tests -am verify`");
        }
        List<String> classPath = new ArrayList<>();
        classPath.add(target.resolve("classes").toString());
        classPath.addAll(List.of(Files.readString(jars).strip().split(File.pathSeparator)));
        return classPath;
    }
}
