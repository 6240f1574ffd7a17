/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the format allows and hardly anybody thinks of. */
class OddFilesTest {

    private static final int MANY_COLUMNS = 1_000;
    private static final int HUGE_BYTES = 5 << 20;

    @TempDir
    Path directory;

    private ForeignTable table;

    @BeforeEach
    void open() {
        table = new ForeignTable(directory);
    }

    @Test
    void aThousandColumns() throws IOException {
        String fields = IntStream.range(0, MANY_COLUMNS)
                .mapToObj(i -> "optional int32 c" + i + ";")
                .collect(Collectors.joining(" "));
        String more = fields.replace("int32 c5;", "int64 c5;") + " optional int32 last;";
        for (String schema : List.of(fields, more, fields)) {
            table.file(
                    schema,
                    g -> IntStream.range(0, MANY_COLUMNS).forEach(i -> {
                        if (i == 5 && schema.equals(more)) {
                            g.add(i, (long) i);
                        } else {
                            g.add(i, i);
                        }
                    }));
        }

        List<Object> rows = table.merged();

        assertThat(rows)
                .hasSize(3)
                .allSatisfy(row -> assertThat((Map<?, ?>) row).hasSize(MANY_COLUMNS));
        assertThat(rows.get(0)).isEqualTo(rows.get(1)).isEqualTo(rows.get(2));
    }

    @Test
    void stringsOfMegabytes() throws IOException {
        String huge = "x".repeat(HUGE_BYTES);
        table.file("required binary s (STRING);", g -> g.add("s", huge));
        table.file("optional binary s (STRING);", g -> g.add("s", "y" + huge));
        table.file("required binary s (STRING);", g -> g.add("s", ""));

        assertThat(table.merged())
                .extracting(row -> ((String) ((Map<?, ?>) row).get("s")).length())
                .containsExactly(2 + 2 * HUGE_BYTES, 4 + 2 * HUGE_BYTES, 2);
    }

    @Test
    void aNameWithADotIsNoPath() throws IOException {
        String schema = "required int32 a.b; required group a { required int32 b; }";
        table.file(schema, g -> {
            g.add("a.b", 1);
            g.addGroup("a").add("b", 2);
        });
        table.file(schema.replace("int32 b", "int64 b"), g -> {
            g.add("a.b", 3);
            g.addGroup("a").add("b", 4L);
        });

        assertThat(table.merged()).map(Object::toString).containsExactly("{a={b=2}, a.b=1}", "{a={b=4}, a.b=3}");
    }

    @Test
    void spellingsOfAMap() throws IOException {
        table.file(
                "optional group m (MAP) { repeated group map (MAP_KEY_VALUE) { required binary key (STRING); optional int32"
                        + " value; } }",
                g -> pair(g.addGroup("m").addGroup("map"), 1));
        table.file(
                "optional group m (MAP) { repeated group key_value { required binary key (STRING); required int32 value; } }",
                g -> pair(g.addGroup("m").addGroup("key_value"), 2));
        table.file(
                "optional group m (MAP_KEY_VALUE) { repeated group map { required binary key (STRING); optional int32 value;"
                        + " } }",
                g -> pair(g.addGroup("m").addGroup("map"), 3));

        assertThat(table.merged())
                .map(Object::toString)
                .containsExactly(
                        "{m={key_value=[{key=0x6b, value=1}]}}",
                        "{m={key_value=[{key=0x6b, value=2}]}}",
                        "{m={key_value=[{key=0x6b, value=3}]}}");
    }

    private static void pair(Group pair, int value) {
        pair.add("key", "k");
        pair.add("value", value);
    }

    @Test
    void aFieldThatIsNewWhereAllListsAreEmpty() throws IOException {
        table.file(
                "required group l (LIST) { repeated group list { required group element { required int32 x; } } }",
                g -> g.addGroup("l"));
        table.file(
                "required group l (LIST) { repeated group list { required group element { required int32 x; required int32"
                        + " y; } } }",
                g -> {
                    Group element = g.addGroup("l").addGroup("list").addGroup("element");
                    element.add("x", 1);
                    element.add("y", 2);
                });

        assertThat(table.merged()).map(Object::toString).containsExactly("{l=[]}", "{l=[{x=1, y=2}]}");
    }

    @Test
    void whatIsNoParquetIsLeftAloneAndNamed() throws IOException {
        table.file("required int32 a;", g -> g.add("a", 1));
        table.file("required int32 a;", g -> g.add("a", 2));
        Files.write(directory.resolve("cut.parquet"), "PAR1 and no more".getBytes(StandardCharsets.UTF_8));
        Files.createFile(directory.resolve("empty.parquet"));

        CompactionReport report = table.compact();

        assertThat(report.plan().skipped())
                .extracting(s -> s.path().name())
                .containsExactlyInAnyOrder("cut.parquet", "empty.parquet");
        assertThat(report.merged()).isEqualTo(1);
        assertThat(table.files()).hasSize(3);
    }
}
