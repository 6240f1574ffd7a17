/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.transactions.Transaction;
import io.sluice.broker.transactions.TransactionCoordinator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Lists the transactional ids that are in certain states, of certain producers, open for so long, of such a name. */
public final class ListTransactionsHandler implements ApiHandler<ListTransactionsRequestData> {
    private final TransactionCoordinator coordinator;
    private final LongSupplier nowMs;

    public ListTransactionsHandler(TransactionCoordinator coordinator, LongSupplier nowMs) {
        this.coordinator = coordinator;
        this.nowMs = nowMs;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.LIST_TRANSACTIONS;
    }

    @Override
    public CompletableFuture<ListTransactionsResponseData> handle(
            RequestContext context, ListTransactionsRequestData request) {
        Predicate<Transaction> wanted;
        try {
            wanted = wanted(request);
        } catch (PatternSyntaxException e) {
            return CompletableFuture.completedFuture(
                    new ListTransactionsResponseData().setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
        }
        List<String> unknown = request.stateFilters().stream()
                .filter(name -> org.apache.kafka.coordinator.transaction.TransactionState.fromName(name)
                        .isEmpty())
                .toList();
        return coordinator
                .list(wanted)
                .handle((found, error) -> error == null
                        ? new ListTransactionsResponseData()
                                .setUnknownStateFilters(unknown)
                                .setTransactionStates(found.stream()
                                        .map(ListTransactionsHandler::state)
                                        .toList())
                        : new ListTransactionsResponseData()
                                .setErrorCode(Failures.code(context, error).code()));
    }

    private Predicate<Transaction> wanted(ListTransactionsRequestData request) {
        Set<String> states = new HashSet<>(request.stateFilters());
        Set<Long> producers = request.producerIdFilters().stream().collect(Collectors.toSet());
        String text = request.transactionalIdPattern();
        Pattern pattern = text == null || text.isEmpty() ? null : Pattern.compile(text);
        long openBeforeMs =
                request.durationFilter() < 0 ? Long.MAX_VALUE : nowMs.getAsLong() - request.durationFilter();
        return transaction ->
                (states.isEmpty() || states.contains(transaction.state().stateName()))
                        && (producers.isEmpty() || producers.contains(transaction.producerId()))
                        && (pattern == null || pattern.matches(transaction.id()))
                        && (request.durationFilter() < 0 || transaction.isOpenSinceBefore(openBeforeMs));
    }

    private static TransactionState state(Transaction transaction) {
        return new TransactionState()
                .setTransactionalId(transaction.id())
                .setProducerId(transaction.producerId())
                .setTransactionState(transaction.state().stateName());
    }
}
