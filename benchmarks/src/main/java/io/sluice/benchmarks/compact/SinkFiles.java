/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.config.SyncMode;
import io.sluice.connector.roll.io.ParquetConverter;
import io.sluice.connector.roll.io.StickyDictionaries;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.sink.OffsetChain;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.connector.stage.Staging;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes the flights of {@link FlightFiles} as our connector does: staged, then converted with its defaults, under
 * dictionaries that go on from file to file.
 */
public final class SinkFiles {

    private SinkFiles() {}

    /** {@code SinkFiles DIRECTORY FILES ROWS_PER_FILE}. */
    public static void main(String[] args) throws IOException {
        StorePath directory = new StorePath(Path.of(args[0]).toAbsolutePath().toString());
        int files = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        HdfsSinkConfig config = HdfsSinkConfig.parse(Map.of("store.url", "file:///", "flush.size", args[2]));
        FileStore store = new LocalFileStore();
        StorePath work = directory.child(".work");
        store.makeDirectories(work);
        ParquetConverter converter = new ParquetConverter(store, config.files(), new StickyDictionaries());
        Staging staging = new Staging(store, work, SyncMode.HFLUSH, List.of(), 0);
        for (int file = 0; file < files; file++) {
            long first = (long) file * rows;
            stage(staging, first, rows, new Random(file));
            Staging.Sealed sealed = staging.seal();
            Batch batch = new Batch(first, previous(first), first + rows, rows, 0, 0);
            ParquetConverter.Source source = new ParquetConverter.Source("flights", 0, batch, sealed);
            TableSchema schema = new TableSchema(1, FlightFiles.SCHEMA);
            converter.convert(source, converter.contents(source), schema, directory, directory);
            for (StorePath segment : sealed.segments()) {
                store.delete(segment);
            }
        }
        store.delete(work);
    }

    private static void stage(Staging staging, long first, int rows, Random random) throws IOException {
        for (long offset = first; offset < first + rows; offset++) {
            StagedRecord record =
                    new StagedRecord(offset, previous(offset), 0, 0, "", FlightFiles.flight(random, offset));
            staging.append(List.of(record), FlightFiles.SCHEMA);
        }
    }

    private static long previous(long offset) {
        return offset == 0 ? OffsetChain.NONE : offset - 1;
    }
}
