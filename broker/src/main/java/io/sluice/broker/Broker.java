/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import io.sluice.broker.api.AdvertisedListeners;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.api.FindCoordinatorHandler;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.configs.AlterConfigsHandler;
import io.sluice.broker.api.configs.AlterReplicaLogDirsHandler;
import io.sluice.broker.api.configs.DescribeConfigsHandler;
import io.sluice.broker.api.configs.DescribeLogDirsHandler;
import io.sluice.broker.api.configs.IncrementalAlterConfigsHandler;
import io.sluice.broker.api.configs.LogDirectory;
import io.sluice.broker.api.configs.Settings;
import io.sluice.broker.api.data.DeleteRecordsHandler;
import io.sluice.broker.api.data.DescribeProducersHandler;
import io.sluice.broker.api.data.FetchHandler;
import io.sluice.broker.api.data.FetchSessions;
import io.sluice.broker.api.data.ListOffsetsHandler;
import io.sluice.broker.api.data.OffsetForLeaderEpochHandler;
import io.sluice.broker.api.data.ProduceHandler;
import io.sluice.broker.api.topics.AlterPartitionReassignmentsHandler;
import io.sluice.broker.api.topics.CreatePartitionsHandler;
import io.sluice.broker.api.topics.CreateTopicsHandler;
import io.sluice.broker.api.topics.DeleteTopicsHandler;
import io.sluice.broker.api.topics.DescribeClusterHandler;
import io.sluice.broker.api.topics.DescribeTopicPartitionsHandler;
import io.sluice.broker.api.topics.ElectLeadersHandler;
import io.sluice.broker.api.topics.ListPartitionReassignmentsHandler;
import io.sluice.broker.api.topics.MetadataHandler;
import io.sluice.broker.api.topics.PartitionViews;
import io.sluice.broker.api.transactions.AddOffsetsToTxnHandler;
import io.sluice.broker.api.transactions.AddPartitionsToTxnHandler;
import io.sluice.broker.api.transactions.DescribeTransactionsHandler;
import io.sluice.broker.api.transactions.EndTxnHandler;
import io.sluice.broker.api.transactions.InitProducerIdHandler;
import io.sluice.broker.api.transactions.ListTransactionsHandler;
import io.sluice.broker.api.transactions.WriteTxnMarkersHandler;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.config.ListenerConfig;
import io.sluice.broker.config.TopicDefaults;
import io.sluice.broker.groups.GroupService;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.engine.LogEngine;
import io.sluice.broker.metadata.io.DataDir;
import io.sluice.broker.metadata.io.JournaledMetadata;
import io.sluice.broker.net.NetServer;
import io.sluice.broker.shard.TransactionGate;
import io.sluice.broker.transactions.Markers;
import io.sluice.broker.transactions.Participation;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionalProducer;
import io.sluice.broker.transactions.Verification;
import io.sluice.broker.transactions.io.TransactionService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in this process. It serves from when {@link #start} returns until {@link #close}.
 *
 * <p>Thread-safe. Several may run in one JVM, each with a data directory and port of its own. It leaves no thread
 * behind, and never ends the JVM.
 */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    /** Kafka's default of {@code max.incremental.fetch.session.cache.slots}. */
    private static final int FETCH_SESSIONS = 1000;

    private final BrokerConfig config;
    private final String clusterId;
    private final StartedParts parts;
    private final ApiRegistry apis;
    private final NetServer net;

    private Broker(BrokerConfig config, String clusterId, StartedParts parts, ApiRegistry apis, NetServer net) {
        this.apis = apis;
        this.config = config;
        this.clusterId = clusterId;
        this.parts = parts;
        this.net = net;
    }

    /**
     * Starts a broker: these steps in this order, and backwards to stop.
     *
     * @throws org.apache.kafka.common.KafkaException saying what to do, if the data directory or its content is not
     *     fit to be used
     * @throws IOException if the disk fails, or an address cannot be listened on; nothing stays open then
     */
    public static Broker start(BrokerConfig config) throws IOException {
        long startNs = System.nanoTime();
        StartedParts parts = new StartedParts();
        // On another processor meanwhile: half of a start is the JVM getting to know classes
        CompletableFuture<Void> prepared =
                CompletableFuture.runAsync(NetServer::prepare, task -> new Thread(task, "sluice-prepare").start());
        try {
            DataDir dir = parts.add("data directory", DataDir.open(config.dataDir(), config.nodeId()));
            List<Path> logDirs = new ArrayList<>(List.of(dir.log()));
            for (Path further : config.dataDirs().subList(1, config.dataDirs().size())) {
                logDirs.add(parts.add("data directory " + further, dir.join(further))
                        .log());
            }
            LogEngine logs = parts.add("log engine", LogEngine.open(config.logEngine(), logDirs, Clock.systemUTC()));
            TopicLogs topicLogs = new TopicLogs(logs, config);
            JournaledMetadata metadata = parts.add(
                    "metadata", JournaledMetadata.open(dir, config.topics().configs()::validate, topicLogs));
            topicLogs.deleteOrphans(logs.topicIds(), metadata.image());
            Threads threads = parts.add("I/O threads", new Threads(config.ioThreads()));
            AdvertisedListeners advertised = advertised(config);
            TransactionService transactions = parts.add(
                    "transaction coordinator",
                    new TransactionService(config.transactions(), logs, metadata, metadata, threads.io(), Time.SYSTEM));
            Verification verification = new Verification(transactions);
            GroupService groups = parts.add(
                    "group coordinator",
                    new GroupService(
                            config.nodeId(),
                            config.groups(),
                            logs,
                            metadata,
                            offsetsOfTransactions(verification),
                            Time.SYSTEM));
            Markers markers = transactions.start(groups::endTransaction);
            groups.start();

            List<ApiHandler<?>> handlers = new ArrayList<>(groups.handlers());
            handlers.add(new FindCoordinatorHandler(
                    advertised::node,
                    Map.of(
                            CoordinatorType.GROUP, groups::ready,
                            CoordinatorType.TRANSACTION, transactions::ready)));
            handlers.addAll(dataHandlers(config, logs, metadata, verification, threads));
            handlers.addAll(transactionHandlers(transactions, markers, groups, metadata, threads.io()));
            handlers.addAll(topicHandlers(config.topics(), logs, metadata, advertised, threads.io()));
            handlers.addAll(configHandlers(config, logs, metadata, threads.io()));
            ApiRegistry apis = new ApiRegistry(handlers);
            prepared.join();
            NetServer net = parts.add("network", NetServer.start(config.network(), apis));

            Broker broker = new Broker(config, dir.clusterId(), parts, apis, net);
            log.info(
                    "Broker {} of cluster {} serves {} from {} ({} ms)",
                    config.nodeId(),
                    dir.clusterId(),
                    broker.bootstrapServers(),
                    dir.path(),
                    (System.nanoTime() - startNs) / 1_000_000);
            return broker;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static AdvertisedListeners advertised(BrokerConfig config) {
        return new AdvertisedListeners(
                config.nodeId(),
                config.network().advertised().stream()
                        .collect(Collectors.toMap(ListenerConfig::name, ListenerConfig::advertisedAddress)));
    }

    private static List<ApiHandler<?>> dataHandlers(
            BrokerConfig config,
            LogStore logs,
            JournaledMetadata metadata,
            Verification verification,
            Threads threads) {
        Partitions partitions = new Partitions(metadata, logs);
        return List.of(
                new ProduceHandler(partitions, verification),
                new FetchHandler(
                        partitions,
                        config.network().fetchMaxBytes(),
                        new FetchSessions(FETCH_SESSIONS, new SecureRandom()::nextInt, System::currentTimeMillis),
                        threads.timer(),
                        threads.io()),
                new ListOffsetsHandler(partitions, threads.io()),
                new OffsetForLeaderEpochHandler(partitions),
                new DeleteRecordsHandler(partitions, threads.io()),
                new DescribeProducersHandler(partitions));
    }

    private static TransactionGate offsetsOfTransactions(Verification verification) {
        return (log, transactionalId, producerId, epoch, apiVersion) -> verification.begin(
                log,
                new TransactionalProducer(transactionalId, producerId, epoch),
                Participation.byOffsetCommit(apiVersion));
    }

    private static List<ApiHandler<?>> transactionHandlers(
            TransactionCoordinator transactions,
            Markers markers,
            GroupService groups,
            JournaledMetadata metadata,
            Executor io) {
        return List.of(
                new InitProducerIdHandler(transactions, metadata, io),
                new AddPartitionsToTxnHandler(transactions, metadata::image),
                new AddOffsetsToTxnHandler(transactions, groups::partitionOf),
                new EndTxnHandler(transactions),
                new WriteTxnMarkersHandler(markers),
                new DescribeTransactionsHandler(transactions),
                new ListTransactionsHandler(transactions, System::currentTimeMillis));
    }

    private static List<ApiHandler<?>> topicHandlers(
            TopicDefaults defaults,
            LogStore logs,
            JournaledMetadata metadata,
            AdvertisedListeners advertised,
            Executor io) {
        PartitionViews views = new PartitionViews(logs);
        return List.of(
                new MetadataHandler(metadata, views, advertised, defaults, io),
                new DescribeClusterHandler(metadata, advertised),
                new DescribeTopicPartitionsHandler(metadata, views),
                new CreateTopicsHandler(metadata, defaults, io),
                new CreatePartitionsHandler(metadata, io),
                new DeleteTopicsHandler(metadata, io),
                new AlterPartitionReassignmentsHandler(metadata),
                new ListPartitionReassignmentsHandler(),
                new ElectLeadersHandler(metadata));
    }

    private static List<ApiHandler<?>> configHandlers(
            BrokerConfig config, LogEngine logs, JournaledMetadata metadata, Executor io) {
        Settings settings = new Settings(metadata, metadata, config);
        List<LogDirectory> directories = config.dataDirs().stream()
                .map(dir -> new LogDirectory(dir.toAbsolutePath().normalize().toString(), DataDir.log(dir)))
                .toList();
        return List.of(
                new DescribeConfigsHandler(settings),
                new IncrementalAlterConfigsHandler(settings, io),
                new AlterConfigsHandler(settings, io),
                new DescribeLogDirsHandler(metadata, logs, logs, directories, dir -> diskSpace(dir, logs), io),
                new AlterReplicaLogDirsHandler(metadata, logs, logs, directories));
    }

    private static DescribeLogDirsHandler.DiskSpace diskSpace(LogDirectory directory, LogEngine logs) {
        try {
            FileStore store = Files.getFileStore(directory.path());
            return new DescribeLogDirsHandler.DiskSpace(
                    store.getTotalSpace(),
                    store.getUsableSpace(),
                    logs.failure(directory.path()).isPresent());
        } catch (IOException e) {
            log.warn("The room on the disk of {} can not be told: {}", directory.path(), e.toString());
            return DescribeLogDirsHandler.DiskSpace.UNKNOWN;
        }
    }

    /** The port of the first listener: the one that the system chose if the configuration says 0. */
    public int boundPort() {
        return net.boundAddress().getPort();
    }

    /** For a client's {@code bootstrap.servers}, from this machine if nothing else is advertised. */
    public String bootstrapServers() {
        if (!config.network().advertised().isEmpty()) {
            return config.network().advertised().stream()
                    .map(listener -> listener.host() + ":" + listener.port())
                    .collect(Collectors.joining(","));
        }
        return net.boundAddresses().values().stream().map(Broker::hostAndPort).collect(Collectors.joining(","));
    }

    private static String hostAndPort(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The cluster's id, drawn when the data directory was made. */
    public String clusterId() {
        return clusterId;
    }

    ApiRegistry apis() {
        return apis;
    }

    /** Stops serving, makes everything durable, and lets go of the data directory. Idempotent. */
    @Override
    public synchronized void close() {
        parts.close();
    }
}
