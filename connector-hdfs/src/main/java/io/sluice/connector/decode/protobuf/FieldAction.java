/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/** What is done with a field of a message when its tag has been read. */
@FunctionalInterface
interface FieldAction {

    /** What an absent repeated field is, until there is something to put into it. */
    List<Object> EMPTY_LIST = Collections.emptyList();

    /** What an absent map is. */
    Map<Object, Object> EMPTY_MAP = Collections.emptyMap();

    void read(WireInput in, GenericData.Record into);

    /** Puts the value there; the last one wins. */
    record Put(int position, ValueReader value) implements FieldAction {
        @Override
        public void read(WireInput in, GenericData.Record into) {
            into.put(position, value.read(in));
        }
    }

    /** A message that comes in several parts is put together. */
    static FieldAction merge(int position, MessageReader message) {
        return (in, into) -> {
            if (into.get(position) instanceof GenericData.Record known) {
                message.readMore(in, known);
            } else {
                into.put(position, message.read(in));
            }
        };
    }

    /** The members of a oneof put one another out. */
    static FieldAction oneOf(FieldAction member, int[] others) {
        return (in, into) -> {
            for (int other : others) {
                into.put(other, null);
            }
            member.read(in, into);
        };
    }

    static FieldAction add(int position, Schema array, ValueReader element) {
        return (in, into) -> list(into, position, array).add(element.read(in));
    }

    static FieldAction addPacked(int position, Schema array, ValueReader element) {
        return (in, into) -> {
            List<Object> list = list(into, position, array);
            int outer = in.enter();
            while (!in.atEnd()) {
                list.add(element.read(in));
            }
            in.leave(outer);
        };
    }

    /** An entry of a map with texts as keys. */
    static FieldAction putEntry(int position, EntryReader entry) {
        return (in, into) -> {
            GenericData.Record pair = entry.read(in);
            map(into, position).put(pair.get(entry.key()), pair.get(entry.value()));
        };
    }

    /** An entry of a map with other keys, which Avro has as a list of pairs. */
    static FieldAction addEntry(int position, Schema array, EntryReader entry) {
        return (in, into) -> {
            GenericData.Record pair = entry.read(in);
            list(into, position, array).add(pair);
        };
    }

    /** Leaves each key once, in a list that {@link #addEntry} made: the last one wins. */
    static void dropRepeatedKeys(GenericData.Record record, int position, Schema array, int key) {
        List<Object> entries = list(record, position, array);
        if (entries.size() > 1) {
            Map<Object, Object> byKey = new LinkedHashMap<>();
            entries.forEach(entry -> byKey.put(((IndexedRecord) entry).get(key), entry));
            if (byKey.size() < entries.size()) {
                record.put(position, new GenericData.Array<>(array, byKey.values()));
            }
        }
    }

    @SuppressWarnings("unchecked") // put there by this class
    private static List<Object> list(GenericData.Record record, int position, Schema array) {
        Object known = record.get(position);
        if (known != EMPTY_LIST) {
            return (List<Object>) known;
        }
        List<Object> list = new GenericData.Array<>(4, array);
        record.put(position, list);
        return list;
    }

    @SuppressWarnings("unchecked") // put there by this class
    private static Map<Object, Object> map(GenericData.Record record, int position) {
        Object known = record.get(position);
        if (known != EMPTY_MAP) {
            return (Map<Object, Object>) known;
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        record.put(position, map);
        return map;
    }
}
