/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.IncompatibleRecordException;
import io.sluice.connector.decode.DecodeException;
import io.sluice.connector.decode.DecodedRecord;
import io.sluice.connector.decode.RecordPipeline;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.sink.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes deliveries of Kafka Connect's records: decoded, and admitted to their table; or reported, if they cannot be. For the
 * task's thread alone.
 */
final class RecordIntake {

    private final RecordPipeline pipeline;
    private final DecodeCounters counters;
    private final TopicTables tables;
    private final Supplier<@Nullable ErrantRecordReporter> reporter;
    private final List<Future<Void>> reports = new ArrayList<>();

    RecordIntake(
            RecordPipeline pipeline,
            DecodeCounters counters,
            TopicTables tables,
            Supplier<@Nullable ErrantRecordReporter> reporter) {
        this.pipeline = pipeline;
        this.counters = counters;
        this.tables = tables;
        this.reporter = reporter;
    }

    /**
     * Skips what the user wants skipped, and reports what is wrong if there is a place to report it to. Null if the record
     * has to wait.
     *
     * @throws DataException if there is no such place
     */
    @Nullable Delivery delivery(SinkRecord record, PartitionRunner runner) {
        long offset = record.originalKafkaOffset();
        tables.introduce(record.originalTopic());
        try {
            return new Delivery(offset, row(record, runner).orElse(null));
        } catch (RetriableException e) {
            // No fault of the record: its schema cannot be asked for now.
            runner.holdBack(offset, e);
            return null;
        } catch (DecodeException e) {
            report(record, e);
        } catch (IncompatibleRecordException e) {
            tables.beginAnew(record.originalTopic());
            counters.count(record.originalTopic(), Outcome.BAD_INCOMPATIBLE);
            report(
                    record,
                    new DataException(
                            record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + offset + ": "
                                    + e.getMessage(),
                            e));
        }
        return new Delivery(offset, null);
    }

    /** Another task may have given the table a column before: then the record is read once more, as one for that table. */
    private Optional<DecodedRecord> row(SinkRecord record, PartitionRunner runner) {
        try {
            return admitted(record, runner);
        } catch (IncompatibleRecordException e) {
            tables.beginAnew(record.originalTopic());
            return admitted(record, runner);
        }
    }

    private Optional<DecodedRecord> admitted(SinkRecord record, PartitionRunner runner) {
        Optional<DecodedRecord> decoded = pipeline.process(record);
        decoded.ifPresent(row -> runner.admit(row.value().getSchema()));
        pipeline.accepted(record, decoded.isPresent());
        return decoded;
    }

    private void report(SinkRecord record, DataException problem) {
        ErrantRecordReporter place = reporter.get();
        if (place == null) {
            throw problem;
        }
        reports.add(place.report(record, problem));
    }

    /** Returns once all that was reported is safe: a reported record is skipped by what is staged behind it. */
    void awaitReports() {
        try {
            for (Future<Void> report : reports) {
                report.get();
            }
        } catch (ExecutionException e) {
            throw new ConnectException("a record could not be reported to the dead letter queue", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while a record was reported to the dead letter queue", e);
        } finally {
            reports.clear();
        }
    }
}
