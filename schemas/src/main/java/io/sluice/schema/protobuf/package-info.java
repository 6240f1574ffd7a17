/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Protobuf schemas: the text of {@code .proto} files, parsed; files and their imports, linked to the descriptors
 * of protobuf-java.
 */
@NullMarked
package io.sluice.schema.protobuf;

import org.jspecify.annotations.NullMarked;
