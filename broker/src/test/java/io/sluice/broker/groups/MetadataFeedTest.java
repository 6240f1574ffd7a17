/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.TopicImage;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class MetadataFeedTest {

    private static final Uuid A = new Uuid(1, 1);
    private static final Uuid B = new Uuid(2, 2);

    @Test
    void shouldTellWhatCameAndWhatGrew() {
        MetadataFeed first = MetadataFeed.start().step(image(1, topic("a", A, 2)));
        MetadataFeed second = first.step(image(2, topic("a", A, 3), topic("b", B, 1)));

        assertThat(first.image().topics().getTopic("a").partitions()).hasSize(2);
        assertThat(first.image().topics().getTopic("a").partitions().get(1).leader)
                .isEqualTo(5);
        assertThat(second.image().topics().getTopic(A).partitions()).hasSize(3);
        assertThat(second.image().topics().getTopic(B).name()).isEqualTo("b");
        assertThat(second.delta().topicsDelta().createdTopicIds()).containsExactly(B);
        assertThat(second.delta().topicsDelta().deletedTopicIds()).isEmpty();
    }

    @Test
    void shouldTellATopicThatWasMadeAnewAsDeletedAndCreated() {
        MetadataFeed feed =
                MetadataFeed.start().step(image(1, topic("a", A, 1))).step(image(3, topic("a", B, 1)));

        assertThat(feed.delta().topicsDelta().deletedTopicIds()).containsExactly(A);
        assertThat(feed.delta().topicsDelta().createdTopicIds()).containsExactly(B);
        assertThat(feed.image().topics().getTopic("a").id()).isEqualTo(B);
        assertThat(feed.image().topics().getTopic(A)).isNull();
    }

    @Test
    void shouldIgnoreWhatIsOlderThanWhatItTold() {
        MetadataFeed feed = MetadataFeed.start();
        assertThat(feed.isBehind(image(0))).isTrue();

        MetadataFeed next = feed.step(image(4));

        assertThat(next.isBehind(image(4))).isFalse();
        assertThat(next.isBehind(image(5))).isTrue();
    }

    private static ClusterImage image(long version, TopicImage... topics) {
        Map<String, TopicImage> byName =
                Arrays.stream(topics).collect(Collectors.toMap(TopicImage::name, Function.identity()));
        Map<Uuid, TopicImage> byId =
                Arrays.stream(topics).collect(Collectors.toMap(TopicImage::id, Function.identity()));
        return new ClusterImage("cluster", 5, version, byName, byId);
    }

    private static TopicImage topic(String name, Uuid id, int partitions) {
        return new TopicImage(name, id, partitions, Map.of());
    }
}
