/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** What the older and the newer way of changing settings have in common: each resource succeeds or fails for itself. */
final class Alterations {
    private final Settings settings;
    private final Executor io;

    /** @param io for what waits for a disk */
    Alterations(Settings settings, Executor io) {
        this.settings = settings;
        this.io = io;
    }

    /** What somebody wants of a resource. */
    record Alteration(byte type, String name, Settings.Change change) {
        private Resource resource() {
            return new Resource(type, name);
        }
    }

    private record Resource(byte type, String name) {}

    /** What became of it. */
    record Outcome(
            byte type, String name, Errors error, @Nullable String message) {}

    /** In their order; or only checks whether it could be done. */
    CompletableFuture<List<Outcome>> make(RequestContext context, List<Alteration> wanted, boolean validateOnly) {
        Set<Resource> seen = new HashSet<>();
        Set<Resource> repeated = new HashSet<>();
        for (Alteration alteration : wanted) {
            if (!seen.add(alteration.resource())) {
                repeated.add(alteration.resource());
            }
        }
        return CompletableFuture.supplyAsync(
                () -> wanted.stream()
                        .map(alteration -> make(context, alteration, repeated, validateOnly))
                        .toList(),
                io);
    }

    private Outcome make(RequestContext context, Alteration alteration, Set<Resource> repeated, boolean validateOnly) {
        try {
            if (repeated.contains(alteration.resource())) {
                throw new InvalidRequestException("Each resource must appear at most once.");
            }
            settings.change(alteration.type(), alteration.name(), alteration.change(), validateOnly);
            return new Outcome(alteration.type(), alteration.name(), Errors.NONE, null);
        } catch (RuntimeException e) {
            return new Outcome(alteration.type(), alteration.name(), Failures.code(context, e), Failures.message(e));
        }
    }
}
