/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.schema.SchemaProjection;
import io.sluice.schema.protobuf.ProtoFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Versions of a message type in one table: fields come and go, change their order, become wider. */
class MessageVersionsPropertyTest {

    private static final Map<FieldDescriptorProto.Type, FieldDescriptorProto.Type> WIDER = Map.of(
            FieldDescriptorProto.Type.TYPE_INT32, FieldDescriptorProto.Type.TYPE_INT64,
            FieldDescriptorProto.Type.TYPE_SINT32, FieldDescriptorProto.Type.TYPE_SINT64,
            FieldDescriptorProto.Type.TYPE_FLOAT, FieldDescriptorProto.Type.TYPE_DOUBLE,
            FieldDescriptorProto.Type.TYPE_STRING, FieldDescriptorProto.Type.TYPE_BYTES);

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void readsStraightWhatItWouldReadAndThenProject(@ForAll long seed) {
        Random random = new Random(seed);
        Descriptor type = ShopProtos.message(random.nextBoolean() ? "shop.Order" : "shop.legacy.Event");
        Descriptor before = version(type, random);
        Schema own = MessageType.of(type).schema();
        Schema table = SchemaEvolution.merge(MessageType.of(before).schema(), own);
        byte[] value = new RandomMessages(seed, true).next(type).toByteArray();
        ProtobufDecoder decoder = ProtobufDecoder.plain(type);
        GenericRecord projected = SchemaProjection.between(own, table).apply(decoder.decode("shop", value));

        decoder.adopt("shop", table);
        GenericRecord straight = decoder.decode("shop", value);

        // A table that is the message's own schema after all is not taken for another one.
        assertThat(SchemaFingerprint.of(straight.getSchema())).isEqualTo(SchemaFingerprint.of(table));
        assertThat(PlainData.of(straight)).isEqualTo(PlainData.of(projected));
        assertThat(GenericData.get().validate(table, straight)).isTrue();
    }

    /** Another version of the type, and of those within it: any may have come first. */
    private static Descriptor version(Descriptor type, Random random) {
        FileDescriptorProto file = type.getFile().toProto();
        FileDescriptorProto.Builder changed = file.toBuilder().clearMessageType();
        file.getMessageTypeList().forEach(message -> changed.addMessageType(version(message, random)));
        List<FileDescriptorProto> files = new ArrayList<>();
        addImports(type.getFile(), files);
        files.add(changed.build());
        return new ProtoFiles(files).message(type.getFullName());
    }

    private static void addImports(FileDescriptor file, List<FileDescriptorProto> files) {
        for (FileDescriptor imported : file.getDependencies()) {
            if (files.stream().noneMatch(known -> known.getName().equals(imported.getName()))) {
                addImports(imported, files);
                files.add(imported.toProto());
            }
        }
    }

    private static DescriptorProto version(DescriptorProto message, Random random) {
        DescriptorProto.Builder changed = message.toBuilder().clearField().clearNestedType();
        message.getNestedTypeList().forEach(nested -> changed.addNestedType(version(nested, random)));
        boolean entry = message.getOptions().getMapEntry();
        List<FieldDescriptorProto> fields = new ArrayList<>();
        for (FieldDescriptorProto field : message.getFieldList()) {
            boolean stays = entry || field.hasOneofIndex() || random.nextInt(4) > 0;
            if (stays || (fields.isEmpty() && field.equals(message.getField(message.getFieldCount() - 1)))) {
                boolean key = entry && field.getNumber() == 1;
                fields.add(key || random.nextBoolean() ? field : wider(field));
            }
        }
        if (!entry && random.nextBoolean()) {
            Collections.shuffle(fields, random);
        }
        return changed.addAllField(fields).build();
    }

    private static FieldDescriptorProto wider(FieldDescriptorProto field) {
        FieldDescriptorProto.Type wider = WIDER.get(field.getType());
        return wider == null ? field : field.toBuilder().setType(wider).build();
    }

    @Test
    void versionsThatAlternateAreRowsOfOneSchema() {
        Descriptor order = ShopProtos.message("shop.Order");
        Descriptor other = version(order, new Random(5));
        ProtobufDecoder decoder = ProtobufDecoder.wireFormat(id -> (id == 1 ? order : other).getFile());
        byte[] first = {0, 0, 0, 0, 1, 0};
        byte[] second = {0, 0, 0, 0, 2, 0};
        decoder.decode("shop", first);
        Schema table = decoder.decode("shop", second).getSchema();

        assertThat(decoder.decode("shop", first).getSchema()).isSameAs(table);
        assertThat(decoder.decode("shop", second).getSchema()).isSameAs(table);
    }

    @Test
    void aVersionThatTheTableCannotHoldIsLeftToTheTable() {
        Descriptor order = ShopProtos.message("shop.Order");
        ProtobufDecoder decoder = ProtobufDecoder.plain(order);
        Schema table = MessageType.of(ShopProtos.message("shop.Money")).schema();
        decoder.adopt("shop", table);

        assertThat(decoder.decode("shop", new byte[0]).getSchema())
                .isEqualTo(MessageType.of(order).schema());
    }
}
