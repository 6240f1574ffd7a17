/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.parquet.FooterKeys;
import java.io.IOException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Data files of tables that are Avro. */
final class AvroFiles {

    private AvroFiles() {}

    static boolean is(FileEntry file) {
        return file.path().name().endsWith(".avro");
    }

    /** Counts from block to block, without decoding a record. */
    static TableFile describe(FileStore store, FileEntry file) throws IOException {
        try (DataFileStream<GenericRecord> in = open(store, file)) {
            long rows = 0;
            int blocks = 0;
            while (in.hasNext()) {
                in.nextBlock();
                rows += in.getBlockCount();
                blocks++;
            }
            String version = in.getMetaString(FooterKeys.SCHEMA_VERSION);
            return new TableFile(file.path(), rows, file.bytes(), blocks, version == null ? "-" : version);
        }
    }

    /** Hands over all rows, until one is the last. */
    static boolean rows(FileStore store, FileEntry file, TableReader.RowConsumer consumer) throws IOException {
        try (DataFileStream<GenericRecord> in = open(store, file)) {
            while (in.hasNext()) {
                if (!consumer.accept(in.next(), file.path())) {
                    return false;
                }
            }
            return true;
        }
    }

    private static DataFileStream<GenericRecord> open(FileStore store, FileEntry file) throws IOException {
        return new DataFileStream<>(store.open(file.path()), new GenericDatumReader<>());
    }
}
