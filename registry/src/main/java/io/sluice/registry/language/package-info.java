/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The languages of schemas: what is a schema in one of them, when two texts are the same schema, and which may
 * follow which. All that differs between Avro, Protobuf and JSON Schema is behind {@link
 * io.sluice.registry.language.SchemaLanguage}.
 */
@NullMarked
package io.sluice.registry.language;

import org.jspecify.annotations.NullMarked;
