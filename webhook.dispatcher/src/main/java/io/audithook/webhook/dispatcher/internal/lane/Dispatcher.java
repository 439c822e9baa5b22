/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together the lanes the outbox gives us and the targets the endpoints name. Either may come and go
 * first; a lane without a target keeps its events. Safe for use by many threads.
 */
public final class Dispatcher implements LaneListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Executor pool;
    private final Timekeeper time;
    private final Map<String, DeliveryLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Target> targets = new HashMap<>();
    private Outbox.Registration registration;

    /**
     * @param pool runs what may block for a moment: reads and filters
     * @param time the time
     */
    public Dispatcher(Executor pool, Timekeeper time) {
        this.pool = pool;
        this.time = time;
    }

    /** Begins to deliver from this outbox. */
    public void start(Outbox outbox) {
        registration = outbox.listen(this);
    }

    /** The endpoint delivers to this target from now on. */
    public synchronized void open(String endpoint, Target target) {
        targets.put(endpoint, target);
        DeliveryLane lane = lanes.get(endpoint);
        if (lane != null) {
            lane.retarget(target);
        }
    }

    /** The endpoint does not deliver to this target any more; another one it got meanwhile stays. */
    public synchronized void shut(String endpoint, Target target) {
        if (targets.remove(endpoint, target)) {
            DeliveryLane lane = lanes.get(endpoint);
            if (lane != null) {
                lane.retarget(null);
            }
        }
    }

    /** How the lane of an endpoint is doing; empty if there is none. */
    public Optional<LaneStatus> status(String endpoint) {
        return Optional.ofNullable(lanes.get(endpoint)).map(lane -> {
            LaneCounters counters = lane.counters();
            return new LaneStatus(
                    counters.deliveredCount(),
                    counters.deadCount(),
                    counters.filteredCount(),
                    lane.pending(),
                    counters.currentTrouble());
        });
    }

    @Override
    public synchronized void assigned(Lane lane) {
        DeliveryLane machinery = new DeliveryLane(lane, pool, time);
        lanes.put(lane.endpoint(), machinery);
        Target target = targets.get(lane.endpoint());
        if (target != null) {
            machinery.retarget(target);
        }
    }

    @Override
    public synchronized void revoked(Lane lane) {
        DeliveryLane machinery = lanes.remove(lane.endpoint());
        if (machinery != null) {
            closeQuietly(machinery);
        }
    }

    @Override
    public void available() {
        lanes.values().forEach(DeliveryLane::signal);
    }

    /** Sends nothing more and waits, at most ten seconds, for what is under way. */
    @Override
    public void close() {
        List<CompletionStage<Void>> closing;
        synchronized (this) {
            closing = lanes.values().stream().map(DeliveryLane::close).toList();
        }
        CompletableFuture<?> all = CompletableFuture.allOf(
                closing.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
        try {
            all.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Attempts are still under way after {} ms; they will be repeated", DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("A lane could not be closed", e);
        }
        if (registration != null) {
            registration.close();
        }
        lanes.clear();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a revoked lane is nobody's to wait for
    private static void closeQuietly(DeliveryLane machinery) {
        machinery.close();
    }
}
