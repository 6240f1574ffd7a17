/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.avro.AvroFile;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * The inputs of a merge of which some are Avro: each of these as a hidden Parquet file, which goes when the merge is
 * written. One that is left behind by a crash is found as other hidden files are.
 */
final class ConvertedInputs implements AutoCloseable {

    private final FileStore store;
    private final SwapIntent intent;
    private final List<StorePath> written = new ArrayList<>();

    ConvertedInputs(FileStore store, SwapIntent intent) {
        this.store = store;
        this.intent = intent;
    }

    /** The same merge, of Parquet files alone. */
    MergeSpec of(MergeSpec spec) throws IOException {
        List<MergeInput> inputs = new ArrayList<>();
        for (MergeInput input : spec.inputs()) {
            inputs.add(AvroFile.isOne(input.path()) ? converted(input, spec) : input);
        }
        return written.isEmpty()
                ? spec
                : spec.of(inputs, spec.method() == MergeMethod.STITCH ? MergeMethod.SPLICE : spec.method());
    }

    private MergeInput converted(MergeInput input, MergeSpec spec) throws IOException {
        StorePath parquet = SwapIntent.hidden(
                intent.directory(), intent.sequence(), String.format(Locale.ROOT, "avro-%05d", written.size()));
        written.add(parquet);
        try {
            long rows = AvroFile.convert(store, input.path(), parquet, spec.codec());
            if (rows != input.rows()) {
                throw new IOException(input.path() + " has " + rows + " records, its blocks promise " + input.rows());
            }
        } catch (IOException | RuntimeException e) {
            throw CorruptInputException.in(input.path(), e);
        }
        ParquetMetadata footer = ParquetReading.footer(ParquetFiles.input(store, parquet));
        return new MergeInput(
                parquet,
                footer.getFileMetaData().getSchema(),
                footer.getBlocks().stream()
                        .map(BlockMetaData::getColumns)
                        .map(chunks -> chunks.stream()
                                .mapToLong(ColumnChunkMetaData::getTotalSize)
                                .sum())
                        .toList(),
                input.rows());
    }

    @Override
    public void close() throws IOException {
        for (StorePath file : written) {
            store.delete(file);
        }
    }
}
