/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to go on. Starts now: files on HDFS carry HDFS' own time. */
public final class ManualClock extends Clock {

    private final AtomicLong nowMs = new AtomicLong(System.currentTimeMillis());

    public void advance(long ms) {
        nowMs.addAndGet(ms);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }
}
