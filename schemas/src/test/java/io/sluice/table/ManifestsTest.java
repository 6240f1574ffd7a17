/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.CommitManifest.CommittedFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final StorePath FILE = new StorePath("/t/.sluice/commits/3/0000000000000000100.json");
    private static final CommitManifest MANIFEST = new CommitManifest(
            1,
            "flights",
            3,
            7,
            100,
            200,
            98,
            2,
            1_700_000_000_000L,
            List.of(new CommittedFile(
                    ".sluice/work/3/7/a.parquet",
                    "dt=1/flights+3+100+199.parquet",
                    100,
                    199,
                    98,
                    4096,
                    0xffffffffL,
                    2)));

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(@ForAll("manifests") CommitManifest manifest) throws BrokenChainException {
        assertThat(Manifests.parse(Manifests.toBytes(manifest), FILE)).isEqualTo(manifest);
    }

    @Provide
    Arbitrary<CommitManifest> manifests() {
        Arbitrary<Long> numbers = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<CommittedFile> files = Combinators.combine(
                        Arbitraries.strings(),
                        Arbitraries.strings(),
                        numbers,
                        numbers,
                        numbers,
                        numbers,
                        numbers,
                        Arbitraries.integers())
                .as(CommittedFile::new);
        return Combinators.combine(
                        Arbitraries.strings(),
                        Arbitraries.integers(),
                        numbers,
                        Arbitraries.longs().between(0, Long.MAX_VALUE - 1),
                        numbers,
                        files.list())
                .as((topic, partition, number, start, other, list) ->
                        new CommitManifest(1, topic, partition, number, start, start + 1, other, number, other, list));
    }

    @Test
    void isReadableByPeople() {
        assertThat(new String(Manifests.toBytes(MANIFEST), UTF_8))
                .startsWith("{\n  \"version\" : 1,\n  \"topic\" : \"flights\",\n")
                .contains("\"path\" : \"dt=1/flights+3+100+199.parquet\"")
                .endsWith("}\n");
    }

    @Test
    void passesOverFieldsOfLaterVersions() throws BrokenChainException {
        String json = new String(Manifests.toBytes(MANIFEST), UTF_8)
                .replace("\"topic\"", "\"cluster\" : {\"id\": 1},\n\"topic\"")
                .replace("\"work\"", "\"rowGroups\" : 3, \"work\"");
        assertThat(Manifests.parse(json.getBytes(UTF_8), FILE)).isEqualTo(MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "topic", "partition", "epoch", "startOffset", "nextOffset", "skipped", "files"})
    void namesAFieldThatIsMissing(String field) {
        String json = new String(Manifests.toBytes(MANIFEST), UTF_8).replace("\"" + field + "\"", "\"other\"");
        assertThatThrownBy(() -> Manifests.parse(json.getBytes(UTF_8), FILE))
                .isInstanceOf(BrokenChainException.class)
                .hasMessage(FILE + " has no field \"" + field + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"schemaVersion\" : 2|\"x\" : 2|: files[0] has no field \"schemaVersion\"",
                "\"partition\" : 3|\"partition\" : \"3\"|: field \"partition\" is not a whole number: \"3\"",
                "\"partition\" : 3|\"partition\" : 5000000000|: field \"partition\" is out of range: 5000000000",
                "\"rows\" : 98,|\"rows\" : 9.8,|: field \"rows\" is not a whole number: 9.8",
                "\"topic\" : \"flights\"|\"topic\" : 1|: field \"topic\" is not a string: 1",
                "\"nextOffset\" : 200|\"nextOffset\" : 100|: an empty commit: 100 to 100",
                "\"version\" : 1|\"version\" : 2| has format version 2, this Sluice knows up to 1: run the newer one"
                        + " that wrote it",
            })
    void saysWhatIsWrong(String part, String replacement, String problem) {
        String json = new String(Manifests.toBytes(MANIFEST), UTF_8)
                .replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
        assertThatThrownBy(() -> Manifests.parse(json.getBytes(UTF_8), FILE))
                .isInstanceOf(BrokenChainException.class)
                .hasMessage(FILE + (problem.startsWith(":") ? problem : " " + problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "PAR1"})
    void refusesWhatIsNoManifest(String content) {
        assertThatThrownBy(() -> Manifests.parse(content.getBytes(UTF_8), FILE))
                .isInstanceOf(BrokenChainException.class)
                .hasMessageStartingWith(FILE.value());
    }
}
