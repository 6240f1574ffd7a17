/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.ReadIsolation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.Test;

class FetchTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final RequestContext CONTEXT = new RequestContext(
            ApiKeys.FETCH,
            (short) 13,
            1,
            "client",
            "connection",
            HERE,
            new InetSocketAddress(HERE, 9092),
            "PLAINTEXT",
            SecurityProtocol.PLAINTEXT,
            KafkaPrincipal.ANONYMOUS,
            Runnable::run);

    @Test
    void nobodyWaitsForMoreThanAnAnswerMayHold() {
        FetchRequestData request = new FetchRequestData()
                .setMinBytes(80 << 20)
                .setMaxBytes(100 << 20)
                .setMaxWaitMs(500);

        assertThat(Fetch.Limits.of(request, 55 << 20))
                .isEqualTo(new Fetch.Limits(55 << 20, 55 << 20, 500, ReadIsolation.READ_UNCOMMITTED));
        assertThat(Fetch.Limits.of(request.setMaxBytes(1_000).setMinBytes(2_000), 55 << 20)
                        .minBytes())
                .isEqualTo(1_000);
        assertThat(Fetch.Limits.of(request.setMinBytes(1), 55 << 20).minBytes()).isEqualTo(1);
    }

    @Test
    void aFetchThatRunsOutOfMemoryFailsAndDoesNotHang() {
        Fetch.Limits limits = new Fetch.Limits(1, 1, 60_000, ReadIsolation.READ_UNCOMMITTED);
        Fetch fetch = new Fetch(
                CONTEXT,
                List.of(),
                limits,
                read -> {
                    throw new InternalError("on purpose");
                },
                Runnable::run);

        fetch.start((delayMs, task) -> () -> {});

        assertThat(fetch.response())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(InternalError.class)
                .withMessage("on purpose");
    }
}
