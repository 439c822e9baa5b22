/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints whose configurations were deleted, and which still deliver what was accepted before. */
final class Drains implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final SystemTimekeeper time;
    private final Executor pool;
    private final Map<String, HeldEndpoint> drains = new ConcurrentHashMap<>();

    /** @param pool does what may wait */
    Drains(Outbox outbox, Dispatcher dispatcher, SystemTimekeeper time, Executor pool) {
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.time = time;
        this.pool = pool;
    }

    /** Detaches the endpoint, which delivers nothing that comes later, once nothing is left that was accepted before. */
    void begin(String name, HeldEndpoint endpoint, Instant deletedAt) {
        drains.put(name, endpoint);
        LOG.info("endpoint={} was deleted; what was accepted before is still delivered", name);
        check(name, endpoint, deletedAt);
    }

    /** The endpoint delivers no longer; it stays attached. */
    void end(String name) {
        HeldEndpoint endpoint = drains.remove(name);
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @Override
    public void close() {
        drains.keySet().forEach(this::end);
    }

    private void check(String name, HeldEndpoint endpoint, Instant deletedAt) {
        if (endpoint.isStopped()) {
            drains.remove(name, endpoint);
            endpoint.close();
            return;
        }
        // while one takes over from the other there may be no numbers for a moment
        boolean done = dispatcher
                .status(name)
                .flatMap(CourierStatus::stats)
                .map(stats -> isDone(stats, deletedAt))
                .orElseGet(() -> !outbox.attached().contains(name));
        if (!done) {
            time.schedule(CHECK, () -> pool.execute(() -> check(name, endpoint, deletedAt)));
        } else if (drains.remove(name, endpoint)) {
            endpoint.close();
            LOG.info("endpoint={} is drained", name);
            detach(name);
        }
    }

    static boolean isDone(LaneStats stats, Instant before) {
        // while an entry is put aside, when it was accepted is not known for a moment
        return stats.pending() == 0
                || stats.oldestPending()
                        .filter(oldest -> !oldest.isBefore(before))
                        .isPresent();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged
    private void detach(String name) {
        outbox.detach(name).whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.error("endpoint={} still has a cursor", name, failure);
            }
        });
    }
}
