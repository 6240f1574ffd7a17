/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.verify.MergeVerifier.UnfaithfulMergeException;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Reads a file back whose rows were given another order: whether it has the rows of the inputs but those that were removed,
 * each as often, and whether they come in the order that was asked for.
 */
public final class RowsVerifier {

    private RowsVerifier() {}

    /**
     * Reads the file that {@code files} are when joined. There is no sampling: a row that is missing could be anywhere.
     *
     * @throws UnfaithfulMergeException if something else is in it
     */
    public static void verify(FileStore store, List<StorePath> files, MergeSpec spec, RowMerge.Result result)
            throws IOException {
        if (spec.verification() == Verification.NONE) {
            return;
        }
        try (JoinedFiles file = JoinedFiles.open(store, files)) {
            ParquetMetadata footer = ParquetReading.footer(file);
            List<MappedColumn> columns = ColumnMapping.of(spec.schema(), spec.schema(), Optional.empty())
                    .columns();
            RowSum.Builder found = new RowSum.Builder();
            Ordered ordered = new Ordered(new RowLayout(spec.schema()), result.order());
            for (int ordinal = 0; ordinal < footer.getBlocks().size(); ordinal++) {
                try (LoadedRowGroup rowGroup = LoadedRowGroup.load(file, footer, ordinal)) {
                    RowReader.read(rowGroup, columns, (bytes, offset, length) -> {
                        found.add(bytes, offset, length);
                        ordered.add(bytes, offset, length);
                    });
                }
            }
            if (!found.sum().equals(result.expected())) {
                throw new UnfaithfulMergeException(file + " reads back as " + found.sum() + "; it should have "
                        + result.expected() + " (" + result.removed() + " were removed)");
            }
            if (ordered.wrong >= 0) {
                throw new UnfaithfulMergeException(
                        file + ": row " + ordered.wrong + " is not behind the one before it in the order asked for");
            }
        }
    }

    private static final class Ordered implements RowSink {

        private final RowMerge.Order order;
        private final RowBytes key;
        private byte[] last = new byte[0];
        private long rows;
        private long wrong = -1;

        Ordered(RowLayout layout, RowMerge.Order order) {
            this.order = order;
            this.key = new RowBytes(layout);
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            key.clear();
            order.keys().put(bytes, offset, key);
            int compared = Arrays.compareUnsigned(last, 0, last.length, key.array(), 0, key.length());
            boolean right = rows == 0 || (order.strictly() ? compared < 0 : compared <= 0);
            if (!right && wrong < 0) {
                wrong = rows;
            }
            last = Arrays.copyOf(key.array(), key.length());
            rows++;
        }
    }
}
