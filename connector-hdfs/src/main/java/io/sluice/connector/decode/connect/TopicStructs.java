/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.connect.ConnectValues.ToRecord;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.TopicReaders;
import io.sluice.schema.BoundedMemory;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the structs of one topic. A version is a schema object: converters hand out the same one again and again,
 * and to look a schema up by its value is to hash all of it, which is done only for an object that was not met before.
 *
 * <p>Not thread-safe.
 */
final class TopicStructs {

    private static final int MOST_SCHEMAS = 2000;

    private final String topic;
    private final SharedFields shared = new SharedFields();
    private final BoundedMemory<Schema, Version> versions = BoundedMemory.ofEqual(MOST_SCHEMAS);
    private final TopicReaders<Schema, ToRecord> readers = new TopicReaders<>(
            new TopicReaders.Versions<>() {
                @Override
                public org.apache.avro.Schema schema(Schema struct) {
                    return version(struct).row;
                }

                @Override
                public ToRecord reader(Schema struct, org.apache.avro.Schema rows) {
                    return version(struct).reader(rows, shared);
                }
            },
            null);

    /** Of all schemas that are equal. */
    private static final class Version {

        private final Schema struct;
        private final org.apache.avro.Schema row;
        private org.apache.avro.@Nullable Schema rows;
        private @Nullable ToRecord reader;

        Version(Schema struct, org.apache.avro.Schema row) {
            this.struct = struct;
            this.row = row;
        }

        @SuppressWarnings("ReferenceEquality") // of one topic, whose table has one object for its schema
        ToRecord reader(org.apache.avro.Schema wanted, SharedFields shared) {
            ToRecord known = reader;
            if (known == null || rows != wanted) {
                known = ConnectValues.ofRow(struct, row, wanted, shared);
                rows = wanted;
                reader = known;
            }
            return known;
        }
    }

    TopicStructs(String topic) {
        this.topic = topic;
    }

    /** @throws io.sluice.connector.decode.value.BadValueException if the struct cannot become a row */
    GenericRecord row(Struct struct) {
        return readers.of(struct.schema()).apply(struct);
    }

    void adopt(org.apache.avro.Schema table) {
        var unused = readers.adopt(table);
    }

    void forget() {
        readers.forget();
    }

    /** A schema may have no name; the row then has its topic's. */
    private Version version(Schema struct) {
        Version known = versions.get(struct);
        return known == null
                ? versions.put(struct, new Version(struct, ConnectSchemas.ofRow(struct, AvroNames.ofTopic(topic))))
                : known;
    }
}
