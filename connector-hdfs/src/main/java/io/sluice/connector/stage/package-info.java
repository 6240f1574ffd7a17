/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The durable staging of a topic-partition: Avro files in the work directory of its epoch, one per schema, whose
 * records are wrapped in an {@link io.sluice.connector.stage.Envelope}. Only what it takes to write and read them.
 */
@NullMarked
package io.sluice.connector.stage;

import org.jspecify.annotations.NullMarked;
