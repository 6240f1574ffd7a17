/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kafka's keys about what this broker does not have: replicas, a controller, buffers of its own. A {@code
 * server.properties} that was written for Kafka may set them. Never a key that somebody relies on for safety, as those
 * of TLS and of access control.
 */
final class KeysWithoutEffect {
    private static final List<String> PREFIXES =
            List.of("controller.", "metadata.", "replica.", "share.coordinator.state.topic.", "zookeeper.");

    private static final Set<String> NAMES = Set.of(
            "auto.leader.rebalance.enable",
            "background.threads",
            "broker.heartbeat.interval.ms",
            "broker.rack",
            "broker.session.timeout.ms",
            "default.replication.factor",
            "initial.broker.registration.timeout.ms",
            "inter.broker.listener.name",
            "leader.imbalance.check.interval.seconds",
            "leader.imbalance.per.broker.percentage",
            "listener.security.protocol.map",
            "log.flush.offset.checkpoint.interval.ms",
            "log.flush.scheduler.interval.ms",
            "log.flush.start.offset.checkpoint.interval.ms",
            "log.index.size.max.bytes",
            "log.preallocate",
            "log.roll.jitter.hours",
            "log.roll.jitter.ms",
            "log.segment.delete.delay.ms",
            "num.recovery.threads.per.data.dir",
            "num.replica.alter.log.dirs.threads",
            "num.replica.fetchers",
            "process.roles",
            "queued.max.requests",
            "socket.listen.backlog.size",
            "socket.receive.buffer.bytes",
            "socket.send.buffer.bytes",
            "transaction.partition.verification.enable",
            "transaction.state.log.min.isr",
            "transaction.state.log.replication.factor",
            "unclean.leader.election.enable");

    private KeysWithoutEffect() {}

    static boolean contain(String key) {
        return NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }

    /** All of them, in order; those that share a beginning as one. */
    static List<String> names() {
        return Stream.concat(NAMES.stream(), PREFIXES.stream().map(prefix -> prefix + "*"))
                .sorted()
                .toList();
    }
}
