/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record cannot become a row: the fault is in the record (or in what the configuration says about it), never in
 * the task. Names the topic, partition and offset, the field if there is one, what was found and what was expected.
 */
public final class DecodeException extends DataException {

    private static final long serialVersionUID = 1L;

    private DecodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** {@code problem} is one that says what is wrong with a value, without saying whose it is. */
    static DecodeException at(SinkRecord record, RuntimeException problem) {
        return new DecodeException(
                "%s-%d@%d: %s"
                        .formatted(
                                record.originalTopic(),
                                record.originalKafkaPartition(),
                                record.originalKafkaOffset(),
                                problem.getMessage()),
                problem.getCause());
    }
}
