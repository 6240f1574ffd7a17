/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

/**
 * Another schema that a schema's text uses.
 *
 * @param name what the text calls it: an Avro full name, the path of a Protobuf import, the URI of a JSON {@code $ref}
 * @param subject where it is registered
 * @param version its version there, 1 or more
 */
public record SchemaReference(String name, String subject, int version) {}
