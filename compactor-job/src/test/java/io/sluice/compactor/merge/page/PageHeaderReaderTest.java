/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Headers as parquet-java's own writer of them writes them. */
class PageHeaderReaderTest {

    private static int number(Random random) {
        return random.nextInt() >>> random.nextInt(1, 32);
    }

    private static Encoding encoding(Random random) {
        Encoding[] all = Encoding.values();
        return all[random.nextInt(all.length)];
    }

    private static PageHeader header(Random random) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, number(random), number(random));
        if (random.nextBoolean()) {
            header.setCrc(random.nextInt());
        }
        boolean statistics = random.nextInt(4) == 0;
        switch (random.nextInt(3)) {
            case 0 -> {
                header.setData_page_header(
                        new DataPageHeader(number(random), encoding(random), encoding(random), encoding(random)));
                if (statistics) {
                    header.getData_page_header().setStatistics(new Statistics().setNull_count(number(random)));
                }
            }
            case 1 -> {
                header.setType(PageType.DATA_PAGE_V2);
                DataPageHeaderV2 own = new DataPageHeaderV2(
                        number(random),
                        number(random),
                        number(random),
                        encoding(random),
                        number(random),
                        number(random));
                if (random.nextBoolean()) {
                    own.setIs_compressed(random.nextBoolean());
                }
                if (statistics) {
                    own.setStatistics(new Statistics().setMax_value(new byte[number(random) & 0xFF]));
                }
                header.setData_page_header_v2(own);
            }
            default -> {
                header.setType(PageType.DICTIONARY_PAGE);
                header.setDictionary_page_header(new DictionaryPageHeader(number(random), encoding(random)));
                if (random.nextBoolean()) {
                    header.getDictionary_page_header().setIs_sorted(random.nextBoolean());
                }
            }
        }
        return header;
    }

    private static byte[] written(PageHeader header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writePageHeader(header, bytes);
        return bytes.toByteArray();
    }

    @Property(tries = 2_000)
    void readsWhatTheLibraryWrites(@ForAll long seed) throws IOException {
        PageHeader header = header(new Random(seed));
        byte[] own = written(header);
        byte[] bytes = new byte[own.length + 20];
        System.arraycopy(own, 0, bytes, 10, own.length);

        PageHeaderReader reader = new PageHeaderReader(bytes, 10, bytes.length);

        assertThat(reader.next()).isEqualTo(header);
        assertThat(reader.at()).isEqualTo(10 + own.length);
    }

    @Property(tries = 20_000)
    void whatIsBrokenIsReadAsTheLibraryReadsIt(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = written(header(random));
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        int end = random.nextInt(bytes.length + 1);

        PageHeader expected = null;
        try {
            expected = Util.readPageHeader(new java.io.ByteArrayInputStream(Arrays.copyOf(bytes, end)));
        } catch (IOException | RuntimeException e) {
            assertThatThrownBy(() -> new PageHeaderReader(bytes, 0, end).next(), "the library: %s", e)
                    .isInstanceOf(e.getClass());
        }
        if (expected != null) {
            assertThat(new PageHeaderReader(bytes, 0, end).next()).isEqualTo(expected);
        }
    }

    @Test
    void goesFromHeaderToHeader() throws IOException {
        PageHeader first = header(new Random(1));
        PageHeader second = header(new Random(2));
        byte[] one = written(first);
        byte[] other = written(second);
        byte[] bytes = Arrays.copyOf(one, one.length + 3 + other.length);
        System.arraycopy(other, 0, bytes, one.length + 3, other.length);
        PageHeaderReader reader = new PageHeaderReader(bytes, 0, bytes.length);

        assertThat(reader.next()).isEqualTo(first);
        reader.moveTo(reader.at() + 3);
        assertThat(reader.next()).isEqualTo(second);
        assertThat(reader.at()).isEqualTo(bytes.length);
    }
}
