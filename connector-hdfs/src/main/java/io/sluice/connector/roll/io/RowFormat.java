/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.config.FilesConfig;
import io.sluice.table.parquet.DurableOutputFile;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;

/** Makes data files of one format. Thread-safe; what it opens is not. */
interface RowFormat {

    /**
     * Begins a file, which is durable once the writer was completed and closed.
     *
     * @param schema of all its rows
     * @param rows as many as it will have
     * @param metadata what the file says about itself, see {@link io.sluice.table.parquet.FooterKeys}
     */
    RowWriter open(DurableOutputFile out, Schema schema, long rows, Map<String, String> metadata) throws IOException;

    /** @param dictionaries of the files of one table */
    static RowFormat of(FilesConfig config, StickyDictionaries dictionaries) {
        return switch (config.format()) {
            case PARQUET -> new ParquetRows(config.parquet(), dictionaries);
            case AVRO -> new AvroRows(config.avroCodec());
        };
    }
}
