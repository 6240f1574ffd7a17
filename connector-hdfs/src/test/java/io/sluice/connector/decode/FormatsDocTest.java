/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.Repository;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs what docs/formats.md shows: a configuration, a record, and the row that it becomes. */
class FormatsDocTest {

    private static final Pattern RECIPE = Pattern.compile(
            "```properties\\n(?<settings>.*?)```\\n```text\\n(?<record>.*?)\\n```\\n```json\\n(?<row>.*?)\\n```",
            Pattern.DOTALL);

    private record Recipe(String settings, String record, String row) {}

    @TestFactory
    Stream<DynamicTest> theRowIsAsItSays() throws IOException {
        return recipes().stream()
                .map(recipe -> DynamicTest.dynamicTest(
                        recipe.settings().strip(), () -> assertThat(row(recipe)).isEqualTo(recipe.row())));
    }

    @Test
    void shouldHaveFoundTheRecipes() throws IOException {
        assertThat(recipes()).hasSizeGreaterThanOrEqualTo(6);
    }

    private static List<Recipe> recipes() throws IOException {
        Matcher m = RECIPE.matcher(Files.readString(Repository.root().resolve("docs/formats.md")));
        List<Recipe> recipes = new ArrayList<>();
        while (m.find()) {
            recipes.add(new Recipe(m.group("settings"), m.group("record"), m.group("row")));
        }
        return recipes;
    }

    private static String row(Recipe recipe) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(recipe.settings()));
        List<String> settings = new ArrayList<>();
        properties.stringPropertyNames().forEach(key -> settings.addAll(List.of(key, properties.getProperty(key))));
        return Pipelines.of(settings.toArray(String[]::new))
                .process(Records.of(recipe.record()))
                .orElseThrow()
                .value()
                .toString();
    }
}
