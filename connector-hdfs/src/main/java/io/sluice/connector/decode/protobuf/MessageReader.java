/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Reads messages of one type as records. Immutable and thread-safe. */
final class MessageReader implements ValueReader {

    private final Descriptor message;
    private final Schema schema;
    private final FieldTable fields;
    /** What each field is while nothing has been read; shared by all records, so of values that do not change. */
    private final @Nullable Object[] blank;

    private final Required[] required;
    private final EntryList[] entryLists;

    /** A field that must have a value. */
    record Required(String name, int position) {}

    /** A map whose keys are no texts, so a list of pairs with the key at {@code key}. */
    record EntryList(int position, Schema array, int key) {}

    /**
     * A reader that is put together by {@link MessageCompiler}.
     *
     * @param schema of the rows
     * @param blank has no mutable value in it
     */
    MessageReader(
            Descriptor message,
            Schema schema,
            FieldTable fields,
            @Nullable Object[] blank,
            List<Required> required,
            List<EntryList> entryLists) {
        this.message = message;
        this.schema = schema;
        this.fields = fields;
        this.blank = blank;
        this.required = required.toArray(Required[]::new);
        this.entryLists = entryLists.toArray(EntryList[]::new);
    }

    Schema schema() {
        return schema;
    }

    /** A message that has nothing in it. */
    GenericData.Record fresh() {
        GenericData.Record record = new GenericData.Record(schema);
        for (int i = 0; i < blank.length; i++) {
            record.put(i, blank[i]);
        }
        return record;
    }

    /** A message behind its length. */
    @Override
    public GenericData.Record read(WireInput in) {
        return readMore(in, fresh());
    }

    /** Another part of a message that has been read. */
    GenericData.Record readMore(WireInput in, GenericData.Record record) {
        int outer = in.enter();
        readFields(in, record, 0);
        in.leave(outer);
        return record;
    }

    /** A message between two tags, as proto2's groups are. */
    GenericData.Record readGroup(WireInput in, GenericData.Record record, int endTag) {
        readFields(in, record, endTag);
        return record;
    }

    /** A message that is all there is. */
    GenericData.Record readWhole(WireInput in) {
        GenericData.Record record = fresh();
        readFields(in, record, 0);
        return record;
    }

    private void readFields(WireInput in, GenericData.Record record, int endTag) {
        int expected = 0;
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag == endTag) {
                finish(record);
                return;
            }
            int place = fields.find(tag, expected);
            if (place < 0) {
                in.skip(tag);
                continue;
            }
            expected = place + 1;
            try {
                fields.read(place, in, record);
            } catch (WireFault e) {
                throw e.in(name(tag));
            }
        }
        if (endTag != 0) {
            throw new WireFault("cut off: a group without an end");
        }
        finish(record);
    }

    private String name(int tag) {
        FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        return field == null ? "?" : field.getName();
    }

    private void finish(GenericData.Record record) {
        for (EntryList entries : entryLists) {
            FieldAction.dropRepeatedKeys(record, entries.position(), entries.array(), entries.key());
        }
        for (Required field : required) {
            if (record.get(field.position()) == null) {
                throw new WireFault("expected a value, for it is required; found none").in(field.name());
            }
        }
    }
}
