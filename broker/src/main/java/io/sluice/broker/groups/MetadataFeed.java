/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.jspecify.annotations.Nullable;

/**
 * Tells our metadata in the language of Kafka's coordinators: the difference from one {@link ClusterImage} to the next
 * as a {@link MetadataDelta}. Topics are all it carries.
 *
 * <p>Immutable: each step returns the next.
 *
 * @param seen the topics that {@code image} stands for; null before the first step
 */
record MetadataFeed(@Nullable ClusterImage seen, MetadataImage image, MetadataDelta delta) {

    static MetadataFeed start() {
        return new MetadataFeed(null, MetadataImage.EMPTY, deltaFrom(MetadataImage.EMPTY));
    }

    /** Whether {@code next} would bring anything that was not told yet. */
    boolean isBehind(ClusterImage next) {
        return seen == null || next.version() > seen.version();
    }

    MetadataFeed step(ClusterImage next) {
        MetadataDelta step = deltaFrom(image);
        if (seen != null) {
            seen.topicsById().values().stream()
                    .filter(topic -> !next.topicsById().containsKey(topic.id()))
                    .forEach(topic -> step.replay(new RemoveTopicRecord().setTopicId(topic.id())));
        }
        next.topicsById().values().forEach(topic -> addTo(step, topic, partitionsSeen(topic), next.brokerId()));
        MetadataImage nextImage = step.apply(new MetadataProvenance(next.version(), 0, 0, true));
        return new MetadataFeed(next, nextImage, step);
    }

    private int partitionsSeen(TopicImage topic) {
        TopicImage before = seen == null ? null : seen.topicsById().get(topic.id());
        return before == null ? 0 : before.partitions();
    }

    private static void addTo(MetadataDelta step, TopicImage topic, int partitionsSeen, int brokerId) {
        if (partitionsSeen == 0) {
            step.replay(new TopicRecord().setName(topic.name()).setTopicId(topic.id()));
        }
        List<Integer> replicas = List.of(brokerId);
        for (int partition = partitionsSeen; partition < topic.partitions(); partition++) {
            step.replay(new PartitionRecord()
                    .setTopicId(topic.id())
                    .setPartitionId(partition)
                    .setReplicas(replicas)
                    .setIsr(replicas)
                    .setLeader(brokerId));
        }
    }

    private static MetadataDelta deltaFrom(MetadataImage image) {
        return new MetadataDelta.Builder().setImage(image).build();
    }
}
