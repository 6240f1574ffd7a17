/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.table.RowText;
import io.sluice.cli.table.TableFile;
import io.sluice.cli.table.TableReader;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the quickstart shows at its end: files before and after, some rows, where the time went. */
final class Summary {

    private static final int ROWS = 5;
    private static final int FILES = 12;

    private final Screen screen;
    private final StorePath root;

    Summary(Screen screen, StorePath root) {
        this.screen = screen;
        this.root = root;
    }

    void print(List<TableFile> before, List<TableFile> after, long deadBytes, TableReader table, StageTimes times)
            throws IOException {
        screen.blank();
        screen.line("Files before compaction");
        files(before);
        screen.blank();
        screen.line("Files after compaction");
        files(after);
        if (deadBytes > 0) {
            screen.line("  of these, " + Quantity.bytes(deadBytes)
                    + " are the bytes of replaced files, which no reader reads");
        }
        screen.blank();
        screen.line("The first rows");
        rows(table);
        screen.blank();
        screen.line("Time");
        List<String> names = new ArrayList<>(times.stages().keySet());
        screen.table(
                names,
                List.of(times.stages().values().stream().map(Quantity::seconds).toList()));
    }

    private void files(List<TableFile> files) {
        List<List<String>> rows = new ArrayList<>();
        for (TableFile file : files.subList(0, Math.min(FILES, files.size()))) {
            rows.add(List.of(
                    file.path().relativeTo(root),
                    Quantity.count(file.rows()),
                    Quantity.count(file.bytes()),
                    Integer.toString(file.rowGroups()),
                    file.schemaVersion()));
        }
        screen.table(List.of("file", "rows", "bytes", "row groups", "schema"), rows);
        long allRows = files.stream().mapToLong(TableFile::rows).sum();
        long allBytes = files.stream().mapToLong(TableFile::bytes).sum();
        String more = files.size() > FILES ? "… and " + (files.size() - FILES) + " more; in all " : "in all ";
        screen.line("  " + more + files.size() + " files, " + Quantity.count(allRows) + " rows, "
                + Quantity.bytes(allBytes));
    }

    private void rows(TableReader table) throws IOException {
        List<ObjectNode> some = new ArrayList<>();
        table.rows((row, file) -> {
            some.add(RowText.of(row, file, root));
            return some.size() < ROWS;
        });
        List<String> header = new ArrayList<>();
        some.get(0).fieldNames().forEachRemaining(header::add);
        List<List<String>> cells = new ArrayList<>();
        for (ObjectNode row : some) {
            cells.add(header.stream()
                    .map(name -> row.path(name).isNull()
                            ? ""
                            : row.path(name).asText(row.path(name).toString()))
                    .toList());
        }
        screen.table(header, cells);
    }
}
