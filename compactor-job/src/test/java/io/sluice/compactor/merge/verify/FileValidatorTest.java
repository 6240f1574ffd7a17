/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.RandomRecords;
import io.sluice.compactor.TestTable;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound file, and then lies in its footer, one at a time. */
class FileValidatorTest {

    private static final int TRAILER_BYTES = 8;
    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type":"record","name":"R","fields":[
              {"name":"n","type":"int"},
              {"name":"s","type":["null","string"]},
              {"name":"l","type":{"type":"array","items":"long"}}]}
            """);

    @TempDir
    Path directory;

    private StorePath file;

    @BeforeEach
    void writeASoundFile() throws IOException {
        file = new StorePath(directory.toString()).child("f.parquet");
        TestTable.write(new LocalFileStore(), file, SCHEMA, new RandomRecords(7).records(SCHEMA, 500), Map.of());
    }

    private List<String> faults() throws IOException {
        return FileValidator.validate(new LocalFileStore(), List.of(file));
    }

    private List<String> faultsOf(int column, Consumer<ColumnMetaData> lie) throws IOException {
        return faultsAfter(footer -> lie.accept(
                footer.getRow_groups().get(0).getColumns().get(column).getMeta_data()));
    }

    private List<String> faultsAfter(Consumer<FileMetaData> lie) throws IOException {
        Path path = Path.of(file.value());
        byte[] bytes = Files.readAllBytes(path);
        int footerBytes = ByteBuffer.wrap(bytes, bytes.length - TRAILER_BYTES, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = bytes.length - TRAILER_BYTES - footerBytes;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, footerBytes));
        lie.accept(footer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Arrays.copyOf(bytes, start));
        Util.writeFileMetaData(footer, out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(out.size() - start)
                .array());
        out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        Files.write(path, out.toByteArray());
        return faults();
    }

    @Test
    void aSoundFileHasNoFaults() throws IOException {
        assertThat(faults()).isEmpty();
    }

    @Test
    void rowsThatAreNotThere() throws IOException {
        assertThat(faultsAfter(f -> f.setNum_rows(501))).containsExactly("says 501 rows, its row groups have 500");
    }

    @Test
    void boundsThatValuesLieOutsideOf() throws IOException {
        byte[] zero = new byte[Integer.BYTES];
        assertThat(faultsOf(0, c -> c.getStatistics().setMax_value(zero)))
                .anyMatch(f -> f.startsWith("row group 0, column 'n' its statistics says -2147483648 to 0, there is"));
    }

    @Test
    void nullsMiscounted() throws IOException {
        assertThat(faultsOf(1, c -> c.getStatistics().setNull_count(3)))
                .anyMatch(f -> f.startsWith("row group 0, column 's' says 3 nulls, has "));
    }

    @Test
    void sizesMiscounted() throws IOException {
        assertThat(faultsOf(0, c -> c.setTotal_uncompressed_size(1)))
                .anyMatch(f -> f.startsWith("row group 0 says "))
                .anyMatch(f -> f.startsWith("row group 0, column 'n' says 1 uncompressed bytes, has "));
    }

    @Test
    void histogramsMiscounted() throws IOException {
        assertThat(faultsOf(2, c -> c.getSize_statistics().setRepetition_level_histogram(List.of(1L, 2L))))
                .anyMatch(f -> f.startsWith("row group 0, column 'l.list.element' says repetition levels [1, 2], has"));
    }

    @Test
    void encodingsMiscounted() throws IOException {
        List<PageEncodingStats> none = List.of(new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, 77));
        assertThat(faultsOf(1, c -> c.setEncoding_stats(none)))
                .anyMatch(f -> f.contains("column 's' says pages {[DATA_PAGE, PLAIN]=77}, has "));
    }

    @Test
    void columnsOutOfOrder() throws IOException {
        assertThat(faultsAfter(
                        f -> java.util.Collections.swap(f.getRow_groups().get(0).getColumns(), 0, 1)))
                .anyMatch(f -> f.contains("cannot be read") || f.contains("in the schema it is"));
    }

    @Test
    void aByteFlippedInAPage() throws IOException {
        Path path = Path.of(file.value());
        byte[] bytes = Files.readAllBytes(path);
        bytes[200] ^= 0x10;
        Files.write(path, bytes);
        assertThat(faults()).isNotEmpty();
    }
}
