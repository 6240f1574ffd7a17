/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Checks a Parquet file against itself: that everything is where the footer says and as long, that there is as much of
 * it, that levels are sound, and that statistics and page indexes hold for the values. Reads every byte of the row
 * groups, one row group at a time.
 */
public final class FileValidator {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER_BYTES = 8;
    private static final int MAX_FAULTS = 100;

    private final JoinedFiles file;
    private final List<String> faults = new ArrayList<>();

    private FileValidator(JoinedFiles file) {
        this.file = file;
    }

    /**
     * Checks the file that {@code files} are when joined.
     *
     * @return what is wrong, at most 100 things; empty for a sound file
     * @throws io.sluice.compactor.merge.input.NotParquetException if there is no footer to begin with
     */
    public static List<String> validate(FileStore store, List<StorePath> files) throws IOException {
        try (JoinedFiles file = JoinedFiles.open(store, files);
                Codecs codecs = new Codecs()) {
            FileValidator validator = new FileValidator(file);
            validator.run(codecs);
            return List.copyOf(validator.faults);
        }
    }

    private void fault(String what) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(what);
        }
    }

    private void run(Codecs codecs) throws IOException {
        ParquetMetadata parsed = ParquetReading.footer(file);
        long footerBytes = ParquetReading.footerBytes(file);
        byte[] bytes = new byte[Math.toIntExact(footerBytes)];
        file.readFully(file.getLength() - footerBytes, bytes, 0, bytes.length);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, 0, bytes.length - TRAILER_BYTES));
        byte[] magic = new byte[MAGIC.length];
        file.readFully(0, magic, 0, magic.length);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            fault("does not begin with PAR1");
        }
        long rows =
                footer.getRow_groups().stream().mapToLong(RowGroup::getNum_rows).sum();
        if (rows != footer.getNum_rows()) {
            fault("says " + footer.getNum_rows() + " rows, its row groups have " + rows);
        }
        var schema = parsed.getFileMetaData().getSchema();
        List<MappedColumn> columns =
                ColumnMapping.of(schema, schema, Optional.empty()).columns();
        long end = file.getLength() - footerBytes;
        for (int ordinal = 0; ordinal < footer.getRow_groupsSize(); ordinal++) {
            rowGroup(footer.getRow_groups().get(ordinal), ordinal, parsed, columns, end, codecs);
        }
    }

    private void rowGroup(
            RowGroup rowGroup, int ordinal, ParquetMetadata parsed, List<MappedColumn> columns, long end, Codecs codecs)
            throws IOException {
        String where = "row group " + ordinal;
        if (rowGroup.getColumnsSize() != columns.size()) {
            fault(where + " has " + rowGroup.getColumnsSize() + " columns, the schema " + columns.size());
            return;
        }
        if (rowGroup.isSetOrdinal() && rowGroup.getOrdinal() != ordinal) {
            fault(where + " says it is number " + rowGroup.getOrdinal());
        }
        long uncompressed = 0;
        long compressed = 0;
        for (int i = 0; i < columns.size(); i++) {
            ColumnMetaData metadata = rowGroup.getColumns().get(i).getMeta_data();
            uncompressed += metadata.getTotal_uncompressed_size();
            compressed += metadata.getTotal_compressed_size();
            if (!metadata.getPath_in_schema().equals(List.of(columns.get(i).to().getPath()))) {
                fault(where + ": column " + i + " is " + metadata.getPath_in_schema() + ", in the schema it is "
                        + List.of(columns.get(i).to().getPath()));
            }
            inside(where, rowGroup.getColumns().get(i), end);
        }
        if (rowGroup.getTotal_byte_size() != uncompressed) {
            fault(where + " says " + rowGroup.getTotal_byte_size() + " bytes, its columns have " + uncompressed);
        }
        if (rowGroup.isSetTotal_compressed_size() && rowGroup.getTotal_compressed_size() != compressed) {
            fault(where + " says " + rowGroup.getTotal_compressed_size() + " compressed bytes, its columns have "
                    + compressed);
        }
        if (rowGroup.getNum_rows() == 0) {
            return;
        }
        try (LoadedRowGroup loaded = LoadedRowGroup.load(file, parsed, ordinal)) {
            for (int i = 0; i < columns.size(); i++) {
                String column = where + ", column '"
                        + String.join(".", columns.get(i).to().getPath()) + "' ";
                ColumnChunk chunk = rowGroup.getColumns().get(i);
                ChunkValidator.validate(loaded, columns.get(i), chunk, codecs, fault -> fault(column + fault));
                BloomValidator.validate(
                        file, loaded, columns.get(i), chunk.getMeta_data(), fault -> fault(column + fault));
            }
        }
    }

    private void inside(String where, ColumnChunk chunk, long end) {
        ColumnMetaData metadata = chunk.getMeta_data();
        long start = metadata.isSetDictionary_page_offset() && metadata.getDictionary_page_offset() > 0
                ? Math.min(metadata.getDictionary_page_offset(), metadata.getData_page_offset())
                : metadata.getData_page_offset();
        if (start < MAGIC.length || start + metadata.getTotal_compressed_size() > end) {
            fault(where + ": column " + metadata.getPath_in_schema() + " is not between the magic and the footer");
        }
        if (chunk.isSetOffset_index_offset() && chunk.getOffset_index_offset() + chunk.getOffset_index_length() > end) {
            fault(where + ": the offset index of column " + metadata.getPath_in_schema() + " is behind the footer");
        }
        if (chunk.isSetColumn_index_offset() && chunk.getColumn_index_offset() + chunk.getColumn_index_length() > end) {
            fault(where + ": the column index of column " + metadata.getPath_in_schema() + " is behind the footer");
        }
    }
}
