/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Gap;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the entries that an endpoint has lost: the first at once, and those that follow together, or a limit that removes some each
 * second would fill the log. Not thread-safe.
 */
final class Losses {

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    private final String endpoint;

    /** What was not told yet; of no meaning without a count. */
    private long first;

    private long count;
    private boolean told;
    private long toldAt;

    Losses(String endpoint) {
        this.endpoint = endpoint;
    }

    /** @param rule by which entries were removed */
    void lost(Gap gap, String rule) {
        first = count == 0 ? gap.first() : first;
        count += gap.count();
        long now = System.nanoTime();
        if (told && now - toldAt < PERIOD_NANOS) {
            return;
        }
        LOG.error(
                "endpoint={} {} entries from position {} to {} were removed before it had them, by {}; they are lost for it",
                endpoint,
                count,
                first,
                gap.last(),
                rule);
        told = true;
        toldAt = now;
        count = 0;
    }
}
