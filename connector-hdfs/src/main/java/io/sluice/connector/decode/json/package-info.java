/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. JSON objects as Avro records, from the parser's tokens: under a declared schema, or under one that grows with
 * the objects. A tree is made only of an object that makes it grow.
 */
@NullMarked
package io.sluice.connector.decode.json;

import org.jspecify.annotations.NullMarked;
