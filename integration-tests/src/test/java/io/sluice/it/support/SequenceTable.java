/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** What a {@link SequenceProducer} sends for the connector to read as JSON, and what must become of it in a table. */
public final class SequenceTable {

    private SequenceTable() {}

    /** The record's place in its partition, and some text of a length that differs. */
    public static String json(int partition, long sequence) {
        return "{\"p\":" + partition + ",\"n\":" + sequence + ",\"text\":\"" + "z".repeat((int) (sequence % 50))
                + "\"}";
    }

    /** Fails unless the table has exactly the records 0 to {@code each} - 1 of each partition, once. */
    public static void checkEachOnce(ParquetTable table, int partitions, long each, String context) throws IOException {
        List<List<Long>> rows = table.rows(row -> List.of((Long) row.get("p"), (Long) row.get("n")));
        for (int partition = 0; partition < partitions; partition++) {
            long wanted = partition;
            assertThat(rows.stream()
                            .filter(row -> row.get(0) == wanted)
                            .map(row -> row.get(1))
                            .sorted())
                    .as("sequence numbers of partition %s in the table, %s", partition, context)
                    .isEqualTo(LongStream.range(0, each).boxed().toList());
        }
    }
}
