/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Parked;
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
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together the lanes the outbox gives us and the targets the endpoints name. Either may come and go
 * first; a lane without a target keeps its events. Safe for use by many threads.
 */
public final class Dispatcher implements LaneListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Executor pool;
    private final Timekeeper time;
    private final StallWatch stalls;
    private final FilterWatch filters;

    /** One for each endpoint that has a lane. */
    private final Map<String, Courier> couriers = new ConcurrentHashMap<>();

    private final Map<String, Target> targets = new HashMap<>();
    private Outbox.Registration registration;

    /**
     * @param pool runs what may block for a moment: reads and filters
     * @param time the time
     * @param held told how many threads of the pool are held by filters that take too long, each time that changes
     */
    public Dispatcher(Executor pool, Timekeeper time, IntConsumer held) {
        this.pool = pool;
        this.time = time;
        this.stalls = new StallWatch(time);
        this.filters = new FilterWatch(time, held);
    }

    /** Begins to deliver from this outbox. */
    public void start(Outbox outbox) {
        stalls.start();
        filters.start();
        registration = outbox.listen(this);
    }

    /** The endpoint delivers to this target from now on. */
    public synchronized void open(String endpoint, Target target) {
        targets.put(endpoint, target);
        Courier courier = couriers.get(endpoint);
        if (courier != null) {
            courier.retarget(target);
        }
    }

    /** The endpoint does not deliver to this target any more; another one it got meanwhile stays. */
    public synchronized void shut(String endpoint, Target target) {
        if (targets.remove(endpoint, target)) {
            Courier courier = couriers.get(endpoint);
            if (courier != null) {
                courier.retarget(null);
            }
        }
    }

    /** Sends an event that is in no outbox the way that the events of the target go, and remembers nothing of it. */
    public CompletionStage<Attempt> test(String endpoint, Target target, Entry entry) {
        return new Trial(target, entry, pool, time, () -> filters.visit(endpoint, new FilterCounts())).start();
    }

    /** How an endpoint is doing; empty if it has no lane. */
    public Optional<CourierStatus> status(String endpoint) {
        return Optional.ofNullable(couriers.get(endpoint)).map(Courier::status);
    }

    /** As {@link #status}, but from memory: without when the oldest of what is pending was accepted. */
    public Optional<CourierStatus> glance(String endpoint) {
        return Optional.ofNullable(couriers.get(endpoint)).map(Courier::glance);
    }

    /** What was counted for an endpoint since it got its lane; empty if it has none. */
    public Optional<CourierMetrics> metrics(String endpoint) {
        return Optional.ofNullable(couriers.get(endpoint)).map(Courier::metrics);
    }

    /** The latest attempts of an endpoint, the latest first. */
    public List<Attempt> attempts(String endpoint, int max) {
        return Optional.ofNullable(couriers.get(endpoint))
                .map(courier -> courier.attempts(max))
                .orElse(List.of());
    }

    /** The deliveries of an endpoint that have failed and will be tried again. */
    public List<OpenDelivery> openDeliveries(String endpoint, int max) {
        Courier courier = couriers.get(endpoint);
        if (courier == null) {
            return List.of();
        }
        try {
            return courier.open(max).get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("endpoint " + endpoint + " does not answer", e);
        }
    }

    /** Delivers nothing to an endpoint until it is resumed. */
    public CompletionStage<Void> pause(String endpoint) {
        return with(endpoint, Courier::pause);
    }

    /** Delivers again to an endpoint that was paused or is gone. */
    public CompletionStage<Void> resume(String endpoint) {
        return with(endpoint, Courier::resume);
    }

    @Override
    public synchronized void assigned(Lane lane) {
        String endpoint = lane.endpoint();
        Courier courier = couriers.get(endpoint);
        if (courier == null) {
            courier = new Courier(endpoint, pool, time, stalls, filters);
            couriers.put(endpoint, courier);
            Target target = targets.get(endpoint);
            if (target != null) {
                courier.retarget(target);
            }
        }
        courier.assigned(lane);
    }

    @Override
    public synchronized void revoked(Lane lane) {
        Courier courier = couriers.get(lane.endpoint());
        if (courier == null) {
            return;
        }
        courier.revoked(lane);
        if (lane.replay().isEmpty()) {
            couriers.remove(lane.endpoint());
            closeQuietly(courier);
        }
    }

    @Override
    public void available() {
        couriers.values().forEach(Courier::signal);
    }

    @Override
    public void redriven(Lane lane, List<Parked> parked) {
        Optional.ofNullable(couriers.get(lane.endpoint())).ifPresent(courier -> courier.redriven(lane, parked));
    }

    @Override
    public void lost(Lane lane, Gap gap) {
        Optional.ofNullable(couriers.get(lane.endpoint())).ifPresent(courier -> courier.lost(lane, gap));
    }

    /** Sends nothing more and waits, at most ten seconds, for what is under way. */
    @Override
    public void close() {
        List<CompletionStage<Void>> closing;
        synchronized (this) {
            closing = couriers.values().stream().map(Courier::close).toList();
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
        stalls.close();
        filters.close();
        if (registration != null) {
            registration.close();
        }
        couriers.clear();
    }

    private CompletionStage<Void> with(String endpoint, Function<Courier, CompletionStage<Void>> action) {
        Courier courier = couriers.get(endpoint);
        return courier == null
                ? CompletableFuture.failedFuture(
                        new IllegalArgumentException("There is no endpoint \"" + endpoint + "\""))
                : action.apply(courier);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a revoked lane is nobody's to wait for
    private static void closeQuietly(Courier courier) {
        courier.close();
    }
}
