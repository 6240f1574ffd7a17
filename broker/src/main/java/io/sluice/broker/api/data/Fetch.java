/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.RequestContext;
import io.sluice.broker.api.Timer;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;

/**
 * A fetch under way: reads, and if that is less than the client wants to wait for, reads again whenever one of the logs
 * advances, until there is enough, an error, or the time is up.
 *
 * <p>Thread-safe: advances, the timer and a client that goes away may come from any thread; one pass runs at a time.
 * Cancelling {@link #response()} ends it.
 */
final class Fetch {
    /** With more partitions to look at, others who share the connection's thread would wait too long. */
    private static final int TARGETS_ON_LOOP = 64;

    private final RequestContext context;
    private final List<FetchTarget> targets;
    private final Limits limits;
    private final Function<FetchRead, FetchResponseData> toResponse;
    private final Executor io;

    private final CompletableFuture<FetchResponseData> response = new CompletableFuture<>();
    private final List<PartitionLog.Subscription> subscriptions = new ArrayList<>();
    /** Reasons for a pass that no pass has looked at yet; who raises it from zero sees to the next passes. */
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile boolean timeIsUp;

    /**
     * What the client asked for.
     *
     * @param minBytes to wait for
     * @param maxBytes to return at most, a first batch that is larger aside
     * @param maxWaitMs after which to answer with what there is
     */
    record Limits(int minBytes, int maxBytes, int maxWaitMs, ReadIsolation isolation) {

        /** @param mostBytes no answer is larger, whatever the client asks for; nor waits for more than it may hold */
        static Limits of(FetchRequestData request, int mostBytes) {
            int maxBytes = Math.min(request.maxBytes(), mostBytes);
            return new Limits(
                    Math.min(request.minBytes(), maxBytes),
                    maxBytes,
                    request.maxWaitMs(),
                    request.isolationLevel() == IsolationLevel.READ_COMMITTED.id()
                            ? ReadIsolation.READ_COMMITTED
                            : ReadIsolation.READ_UNCOMMITTED);
        }
    }

    /**
     * @param toResponse called once, for the read that is the answer
     * @param io for reads that may wait for a disk, or take long
     */
    Fetch(
            RequestContext context,
            List<FetchTarget> targets,
            Limits limits,
            Function<FetchRead, FetchResponseData> toResponse,
            Executor io) {
        this.context = context;
        this.targets = targets;
        this.limits = limits;
        this.toResponse = toResponse;
        this.io = io;
    }

    /** The answer. Whoever gets it has to send or release its records. */
    CompletableFuture<FetchResponseData> response() {
        return response;
    }

    /** Reads what is in memory at once, and the rest on the I/O threads; does not block. */
    void start(Timer timer) {
        timeIsUp = limits.maxWaitMs() <= 0 || targets.isEmpty();
        Runnable firstPass = () -> {
            pass();
            try {
                if (!response.isDone()) {
                    await(timer);
                }
            } catch (Throwable e) {
                response.completeExceptionally(e);
            }
        };
        if (FetchRead.isInMemory(targets)) {
            firstPass.run();
        } else {
            io.execute(firstPass);
        }
    }

    /** After a first pass that found too little. */
    private void await(Timer timer) {
        Timer.Alarm alarm = timer.after(limits.maxWaitMs(), () -> {
            timeIsUp = true;
            wake();
        });
        for (FetchTarget target : targets) {
            if (target.log() != null) {
                subscriptions.add(target.log().onAdvance(log -> wake()));
            }
        }
        CompletableFuture<?> unused = response.whenComplete((read, error) -> {
            alarm.cancel();
            subscriptions.forEach(PartitionLog.Subscription::close);
        });
        // A log may have advanced between the first pass and its subscription
        wake();
    }

    /** Never reads on the thread of the caller, which is the log engine's. */
    private void wake() {
        if (reasons.getAndIncrement() == 0) {
            if (targets.size() <= TARGETS_ON_LOOP) {
                // The thread that will send the answer: on a busy machine, waking another one takes longer than the
                // read
                context.loop().execute(() -> {
                    if (FetchRead.isInMemory(targets)) {
                        passes();
                    } else {
                        io.execute(this::passes);
                    }
                });
            } else {
                io.execute(this::passes);
            }
        }
    }

    private void passes() {
        int seen;
        do {
            seen = reasons.get();
            if (!response.isDone()) {
                pass();
            }
        } while (reasons.addAndGet(-seen) != 0);
    }

    private void pass() {
        boolean last = timeIsUp;
        try {
            FetchRead read = FetchRead.of(context, targets, limits.maxBytes(), limits.isolation());
            boolean enough = last || read.hasError() || read.sizeInBytes() >= limits.minBytes();
            if (!enough || !response.complete(toResponse.apply(read))) {
                read.release();
            }
        } catch (Throwable e) {
            // Errors too: nobody else would ever complete the answer
            response.completeExceptionally(e);
        }
    }
}
