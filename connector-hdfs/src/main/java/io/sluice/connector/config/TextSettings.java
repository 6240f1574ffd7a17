/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.connector.decode.text.Column;
import io.sluice.connector.decode.text.CsvFormat;
import io.sluice.connector.decode.text.GrokLibrary;
import io.sluice.connector.decode.text.LinePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the keys of text and CSV. What is wrong with one is an {@link IllegalArgumentException} whose message goes on
 * where the key's name ends.
 */
final class TextSettings {

    private final Map<String, String> given;

    TextSettings(Map<String, String> given) {
        this.given = given;
    }

    TextConfig text() {
        LinePattern pattern = pattern();
        return new TextConfig(
                of(TEXT_FIELDS).map(pattern::arrange).orElse(pattern),
                zone(),
                orDefault(TEXT_UNPARSED).equalsIgnoreCase("column"));
    }

    /** With all its columns, in the order and of the types that it has itself. */
    LinePattern pattern() {
        return LinePattern.parse(orDefault(TEXT_PATTERN), library());
    }

    GrokLibrary library() {
        Optional<String> file = of(TEXT_GROK_FILE);
        if (file.isEmpty()) {
            return GrokLibrary.standard();
        }
        try {
            return GrokLibrary.standard().with(file.get(), Files.readString(Path.of(file.get())));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e, e);
        }
    }

    CsvConfig csv() {
        return new CsvConfig(csvFormat(), Column.parseAll(orDefault(CSV_COLUMNS)), zone());
    }

    CsvFormat csvFormat() {
        return new CsvFormat(
                CsvFormat.character(orDefault(CSV_DELIMITER)),
                CsvFormat.character(orDefault(CSV_QUOTE)),
                of(CSV_ESCAPE).map(CsvFormat::character),
                orDefault(CSV_NULL));
    }

    private ZoneId zone() {
        return ZoneId.of(orDefault(TEXT_TIMEZONE));
    }

    private Optional<String> of(String key) {
        return Optional.ofNullable(given.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private String orDefault(String key) {
        return of(key).orElseGet(() -> {
            Object value = DEFINITION.defaultValues().get(key);
            return value == null ? "" : value.toString();
        });
    }
}
