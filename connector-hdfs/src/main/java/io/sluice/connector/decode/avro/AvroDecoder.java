/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.connector.decode.avro.Framing.Written;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.TopicReaders;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.schema.avro.AvroResolvers;
import io.sluice.schema.avro.UnreadableValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads Avro bytes straight to the schema of the topic's table, or to one that was configured; bytes that are of that
 * schema already are only looked through. Each value says which
 * schema it was written with, or all have one: {@link Framing}.
 */
public final class AvroDecoder implements ValueDecoder {

    /** Of all topics; some KiB each. */
    private static final int MOST_RESOLVERS = 2000;

    private final Framing framing;
    private final Optional<Schema> readerSchema;
    private final AvroResolvers compiled = new AvroResolvers(MOST_RESOLVERS);
    private final TopicReaders.Versions<Written, AvroResolver> versions = new TopicReaders.Versions<>() {
        @Override
        public Schema schema(Written version) {
            return version.schema();
        }

        @Override
        public AvroResolver reader(Written version, Schema rows) {
            return compiled.between(version.schema(), rows);
        }
    };
    private final Map<String, TopicReaders<Written, AvroResolver>> topics = new HashMap<>();

    private AvroDecoder(Framing framing, Optional<Schema> readerSchema) {
        this.framing = framing;
        this.readerSchema = readerSchema;
    }

    /**
     * For values that name their schema: in Confluent's wire format, and also in Avro's single-object encoding if the
     * schemas are a {@link io.sluice.schema.FingerprintSource} too.
     *
     * @param readerSchema that all values are resolved to, if given; else it is the table's
     */
    public static AvroDecoder named(SchemaSource schemas, Optional<Schema> readerSchema) {
        return new AvroDecoder(new NamedFraming(schemas), readerSchema);
    }

    /** For values that are nothing but a record of this schema, or that in the single-object encoding. */
    public static AvroDecoder plain(Schema schema) {
        return new AvroDecoder(new PlainFraming(schema), Optional.of(schema));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        byte[] bytes = Bytes.of(record);
        Written written = framing.of(bytes);
        AvroResolver resolver = topic(record.originalTopic()).of(written);
        try {
            return resolver.accept(bytes, written.bodyStart());
        } catch (UnreadableValueException e) {
            throw new BadValueException(
                    "not a value of Avro schema " + written.schema().getFullName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void adopt(String topic, Schema table) {
        var unused = topic(topic).adopt(table);
    }

    @Override
    public void forget(String topic) {
        topic(topic).forget();
    }

    /** How many pairs of schemas had to be resolved so far. */
    long resolutions() {
        return compiled.compilations();
    }

    private TopicReaders<Written, AvroResolver> topic(String name) {
        TopicReaders<Written, AvroResolver> known = topics.get(name);
        if (known == null) {
            known = new TopicReaders<>(versions, readerSchema.orElse(null));
            topics.put(name, known);
        }
        return known;
    }
}
