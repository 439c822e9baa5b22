/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints whose configurations were deleted, and which still deliver what was accepted before. */
final class Drains implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);

    private static final Duration CHECK = Duration.ofSeconds(1);

    /** No more dead letters are counted than matters to anybody. */
    private static final int COUNTED = 1000;

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

    /**
     * Detaches the endpoint, which delivers nothing that comes later, once nothing is left that was accepted before. If there are dead
     * letters then, it is kept instead: whoever was to get their events has not got them.
     *
     * @param retention how long it is kept then
     */
    void begin(String name, HeldEndpoint endpoint, Instant deletedAt, Duration retention) {
        drains.put(name, endpoint);
        LOG.info("endpoint={} was deleted; what was accepted before is still delivered", name);
        check(name, endpoint, deletedAt, retention);
    }

    /** Whether the endpoint still delivers. */
    boolean isGoingOn(String name) {
        HeldEndpoint endpoint = drains.get(name);
        return endpoint != null && !endpoint.isStopped();
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

    private void check(String name, HeldEndpoint endpoint, Instant deletedAt, Duration retention) {
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
            time.schedule(CHECK, () -> pool.execute(() -> check(name, endpoint, deletedAt, retention)));
            return;
        }
        // counted while it can still be taken up again: a configuration that comes meanwhile has it for itself
        int dead = DeadLetterPages.visit(outbox, name, Selection.ALL, COUNTED, letter -> {});
        if (drains.remove(name, endpoint)) {
            endpoint.close();
            if (dead == 0) {
                LOG.info("endpoint={} is drained", name);
                detach(name);
            } else {
                keep(name, dead, time.instant().plus(retention));
            }
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
    private void keep(String name, int dead, Instant until) {
        outbox.retire(name, until).whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.error("endpoint={} is drained, and may not keep its dead letters", name, failure);
            } else {
                LOG.warn(
                        "endpoint={} is drained but for {} dead letters, which are kept until {}; a configuration of the same name"
                                + " can have them delivered, by webhook:redrive",
                        name,
                        dead < COUNTED ? dead : COUNTED + " or more",
                        until.truncatedTo(ChronoUnit.SECONDS));
            }
        });
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
