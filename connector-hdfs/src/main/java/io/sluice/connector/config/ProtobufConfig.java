/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.nio.file.Path;

/**
 * Of which type bare Protobuf messages are.
 *
 * @param descriptorFile made by {@code protoc --include_imports --descriptor_set_out}
 * @param messageType its full name, such as {@code shop.v1.Order}
 */
public record ProtobufConfig(Path descriptorFile, String messageType) {}
