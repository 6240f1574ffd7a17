/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The JVM says nothing of a directive that matches no method: what is renamed must be renamed in the launcher's too. */
class CompactJitTest {

    private static final Pattern DIRECTIVE = Pattern.compile("\"([\\w/]+?)(/?\\*)?\\.(\\w+|\\*)\"");

    @Test
    void eachDirectiveMatchesAMethod() throws IOException {
        List<MatchResult> directives = DIRECTIVE
                .matcher(Files.readString(Path.of("../bin/compact-jit.json")))
                .results()
                .toList();

        assertThat(directives).hasSizeGreaterThan(5).allSatisfy(directive -> {
            String name = directive.group(1).replace('/', '.');
            JavaClasses classes = directive.group(2) == null
                    ? new ClassFileImporter().importClasses(Class.forName(name))
                    : new ClassFileImporter().importPackages(name);
            assertThat(classes.stream().flatMap(type -> type.getMethods().stream()))
                    .as(directive.group())
                    .anyMatch(method ->
                            directive.group(3).equals("*") || method.getName().equals(directive.group(3)));
        });
    }
}
