/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. Turns what Kafka Connect hands over (bytes of Avro, JSON or text, or Connect's own data) into Avro records.
 * {@link io.sluice.connector.decode.RecordPipeline} joins it with the partitioner; only its factory touches files, when
 * it reads the schemas that the configuration names.
 */
@NullMarked
package io.sluice.connector.decode;

import org.jspecify.annotations.NullMarked;
