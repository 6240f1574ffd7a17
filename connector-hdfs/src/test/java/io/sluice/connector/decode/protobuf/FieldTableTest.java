/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;

class FieldTableTest {

    private static final int MOST_FIELDS = 40;

    /** Some in order with gaps, some repeated, some from far behind, some that are no fields. */
    @Property(tries = 500)
    void findsEachFieldWhateverCameBeforeIt(@ForAll long seed) {
        Random random = new Random(seed);
        List<Integer> tags = new ArrayList<>(randomTags(random));
        FieldTable table = new FieldTable(actions(tags, random));
        int expected = 0;
        for (int i = 0; i < 200; i++) {
            boolean known = random.nextInt(4) > 0;
            int tag = known ? tags.get(random.nextInt(tags.size())) : random.nextInt();

            int place = table.find(tag, expected);

            assertThat(place >= 0).isEqualTo(tags.contains(tag));
            if (place >= 0) {
                assertThat(read(table, place)).isEqualTo(tag);
                expected = place + 1;
            }
        }
    }

    private static Set<Integer> randomTags(Random random) {
        TreeSet<Integer> tags = new TreeSet<>();
        for (int i = 1 + random.nextInt(MOST_FIELDS); i > 0; i--) {
            // The highest field numbers make tags that are negative as ints.
            tags.add(random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(1000));
        }
        return tags;
    }

    private static Map<Integer, FieldAction> actions(List<Integer> tags, Random random) {
        Map<Integer, FieldAction> actions = new HashMap<>();
        tags.forEach(tag -> actions.put(
                tag, random.nextBoolean() ? new FieldAction.Put(0, in -> tag) : (in, into) -> into.put(0, tag)));
        return actions;
    }

    private static Object read(FieldTable table, int place) {
        Schema schema = SchemaBuilder.record("r").fields().requiredInt("tag").endRecord();
        GenericData.Record record = new GenericData.Record(schema);
        table.read(place, new WireInput(), record);
        return record.get(0);
    }
}
