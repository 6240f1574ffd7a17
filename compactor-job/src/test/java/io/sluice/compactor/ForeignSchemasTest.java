/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Directories of files that say nothing of Avro. */
class ForeignSchemasTest {

    @TempDir
    Path directory;

    private ForeignTable table;

    @BeforeEach
    void open() {
        table = new ForeignTable(directory);
    }

    @Test
    void aColumnRenamedUnderItsIdStaysOneColumn() throws IOException {
        table.file("required binary name (STRING) = 1; required binary old (STRING) = 2;", g -> {
            g.add("name", "a");
            g.add("old", "x");
        });
        table.file("required binary title (STRING) = 1;", g -> g.add("title", "b"));

        assertThat(table.merged()).containsExactly(Map.of("title", "0x61", "old", "0x78"), Map.of("title", "0x62"));
    }

    @Test
    void idsThatArrowCountedUpForEachFileSayNothing() throws IOException {
        Map<String, String> arrow = Map.of("ARROW:schema", "…");
        table.file("required int32 a = 1; required int32 b = 2;", arrow, g -> {
            g.add("a", 1);
            g.add("b", 2);
        });
        table.file("required int32 a = 1; required int32 c = 2;", arrow, g -> {
            g.add("a", 3);
            g.add("c", 4);
        });

        assertThat(table.merged()).map(Object::toString).containsExactly("{a=1, b=2}", "{a=3, c=4}");
    }

    @Test
    void aNameThatAnotherIdHadIsAnotherColumn() throws IOException {
        table.file("required binary a (STRING) = 1;", g -> g.add("a", "one"));
        table.file("required binary a (STRING) = 2;", g -> g.add("a", "two"));

        assertThat(table.refusal()).contains("columns 'a' and 'a' differ by case only, if at all");
    }

    @Test
    void columnsThatDifferByCaseOnlyAreRefused() throws IOException {
        table.file("required binary Name (STRING);", g -> g.add("Name", "a"));
        table.file("required binary name (STRING);", g -> g.add("name", "b"));

        assertThat(table.refusal()).contains("f1.parquet: columns 'Name' and 'name' differ by case only");
    }

    @Test
    void aColumnOfNullsTakesAnyType() throws IOException {
        table.file("optional int32 a (UNKNOWN); required int32 b;", g -> g.add("b", 1));
        table.file("optional group a { required binary x (STRING); repeated int32 n; } required int32 b;", g -> {
            g.add("b", 2);
            Group a = g.addGroup("a");
            a.add("x", "y");
            a.add("n", 7);
        });

        assertThat(table.merged()).map(Object::toString).containsExactly("{b=1}", "{a={n=[7], x=0x79}, b=2}");
    }

    @Test
    void aRepeatedFieldThatAFileLacksIsEmpty() throws IOException {
        table.file("required int32 b;", g -> g.add("b", 1));
        table.file("required int32 b; repeated int64 n;", g -> {
            g.add("b", 2);
            g.add("n", 3L);
            g.add("n", 4L);
        });

        assertThat(table.merged()).map(Object::toString).containsExactly("{b=1}", "{b=2, n=[3, 4]}");
    }

    @Test
    void aTimeThatTheFinerUnitHasNoRoomForIsRefused() throws IOException {
        table.file("required int64 at (TIMESTAMP(MILLIS,true));", g -> g.add("at", Long.MAX_VALUE / 10));
        table.file("required int64 at (TIMESTAMP(MICROS,true));", g -> g.add("at", 1L));

        assertThat(table.refusal())
                .contains("f0.parquet")
                .contains("column 'at'")
                .contains("922337203685477580 is too far from 1970 to be written in a unit 1000 times as fine");
    }

    @Test
    void thePlanSaysWhichWayEachColumnTakesAndWhy() throws IOException {
        table.file("required int32 a; required binary s (STRING);", g -> {
            g.add("a", 1);
            g.add("s", "x");
        });
        table.file("required int64 a; optional binary s (STRING); optional boolean b;", g -> g.add("a", 2L));

        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new CompactCommand()).setOut(new PrintWriter(out));
        int exit = command.execute(directory.toString(), "--allow-renames", "--dry-run", "--columns");

        assertThat(exit).isZero();
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains("2 files in the table's root:", "splice: row groups are put together page by page")
                .anyMatch(l ->
                        l.startsWith("a widen 1 chunks") && l.endsWith("INT32 to INT64 (int to long), value by value"))
                .anyMatch(l -> l.startsWith("a remap 1 chunks") && l.endsWith("tiny pages are put together"))
                .anyMatch(l -> l.startsWith("s edit levels 1 chunks")
                        && l.endsWith("it, or what is around it, may be null now"))
                .anyMatch(l -> l.startsWith("b fill 1 chunks") && l.endsWith("not in the file: nulls"));
        assertThat(table.files()).hasSize(2);
    }

    @Test
    void decimalsOfOtherScalesAreRefused() throws IOException {
        table.file("required int32 d (DECIMAL(5,2));", g -> g.add("d", 1));
        table.file("required int32 d (DECIMAL(5,3));", g -> g.add("d", 1));

        assertThat(table.refusal())
                .contains("f1.parquet: column 'd' is INT32 (DECIMAL(5,2)) in some files and INT32"
                        + " (DECIMAL(5,3)) in others: no type holds both");
    }
}
