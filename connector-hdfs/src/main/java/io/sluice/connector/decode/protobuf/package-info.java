/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Protobuf messages as Avro records: a message type is compiled once into an Avro schema and a plan, which reads
 * bytes straight into rows. How types are mapped is told by {@link io.sluice.connector.decode.protobuf.MessageCompiler}.
 */
@NullMarked
package io.sluice.connector.decode.protobuf;

import org.jspecify.annotations.NullMarked;
