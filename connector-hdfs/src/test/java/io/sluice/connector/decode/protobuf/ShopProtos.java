/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.schema.protobuf.ProtoFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The message types that protoc made of schemas/src/test/resources/protobuf/shop. */
final class ShopProtos {

    private ShopProtos() {}

    static Descriptor message(String fullName) {
        try (InputStream file = ShopProtos.class.getResourceAsStream("/protobuf/shop.desc")) {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(Objects.requireNonNull(file));
            return new ProtoFiles(set.getFileList()).message(fullName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
