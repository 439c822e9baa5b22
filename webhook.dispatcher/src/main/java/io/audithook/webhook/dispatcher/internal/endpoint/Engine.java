/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.dispatcher.internal.auth.TokenSources;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.EventViews;
import io.audithook.webhook.dispatcher.internal.lane.LanePool;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import io.audithook.webhook.settings.FileWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs between an outbox and the endpoints: threads, clients, lanes. Made when there is an
 * outbox, closed when it goes.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Config Admin tells of a deletion within the same call that ends the component, and a change makes another one at once. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int POOL_SIZE =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private final BundleContext context;
    private final LanePool pool = new LanePool(POOL_SIZE);
    private final SystemTimekeeper time = new SystemTimekeeper();
    private final TransportPool transports = new TransportPool(pool, time);
    private final Way.Shared shared =
            new Way.Shared(transports, new TokenSources(transports, time), new FileWatch(this::later));
    private final EventViews views = new EventViews(new AuditEventJson(JsonLimits.DEFAULT));
    private final Dispatcher dispatcher = new Dispatcher(pool, time, pool::replace);
    private final Map<String, OpenEndpoint> endpoints = new ConcurrentHashMap<>();

    /** Those that ended a moment ago. */
    private final Map<String, OpenEndpoint> ended = new ConcurrentHashMap<>();

    private final Remarks remarks = new Remarks();
    private final Drains drains;
    private final AtomicLong generations = new AtomicLong();

    Engine(Outbox outbox, BundleContext context) {
        this.context = context;
        this.drains = new Drains(outbox, dispatcher, time, pool);
        dispatcher.start(outbox);
    }

    /**
     * Opens an endpoint. A configuration that breaks a rule does not throw: the endpoint is INVALID with
     * the reason. If it delivered until this moment, it goes on by the settings it had, else its events wait. If the
     * mistake is for a file with a secret, that is looked at again.
     *
     * @return closes the endpoint
     */
    OpenEndpoint open(String name, Map<String, Object> configuration, Wiring wiring) {
        drains.end(name);
        Optional<Setup> before = Optional.ofNullable(ended.get(name)).flatMap(OpenEndpoint::legacy);
        OpenEndpoint opened = new OpenEndpoint(this, name, configuration, wiring);
        opened.begin(before);
        endpoints.put(name, opened);
        return opened;
    }

    /** The configuration of an endpoint was deleted: what comes under the same name is another endpoint. */
    void deleted(String name) {
        remarks.forget(name);
        last(name).ifPresent(OpenEndpoint::delete);
    }

    /**
     * Goes on delivering for an endpoint whose configuration was deleted what was accepted until now; then detaches it.
     * What cannot be delivered stays with its cursor.
     *
     * @param retention how long it stays if some of it has become dead letters
     */
    void drain(String name, Duration retention) {
        Optional<Setup> setup = last(name).flatMap(OpenEndpoint::setup).filter(Setup::delivers);
        if (setup.isEmpty()) {
            LOG.warn("endpoint={} cannot be drained, since it did not deliver; its events are kept", name);
            return;
        }
        try {
            Instant now = time.instant();
            drains.begin(name, hold(name, setup.get().until(now)), now, retention);
        } catch (IllegalStateException e) {
            LOG.warn("endpoint={} cannot be drained, its events are kept: {}", name, e.getMessage());
        }
    }

    /** Whether an endpoint whose configuration was deleted still delivers what was accepted before. */
    boolean isDraining(String name) {
        return drains.isGoingOn(name);
    }

    private Optional<OpenEndpoint> last(String name) {
        return endpoint(name).or(() -> Optional.ofNullable(ended.get(name)));
    }

    /** It stands for its endpoint no longer, but may be taken up again; not for long, since it holds services. */
    void ended(OpenEndpoint one) {
        Optional.ofNullable(ended.put(one.name(), one)).ifPresent(OpenEndpoint::forget);
        time.schedule(REMEMBERED, one::forget);
        endpoints.remove(one.name(), one);
    }

    void forgotten(OpenEndpoint one) {
        ended.remove(one.name(), one);
    }

    Optional<OpenEndpoint> endpoint(String name) {
        return Optional.ofNullable(endpoints.get(name));
    }

    Remarks remarks() {
        return remarks;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    SystemTimekeeper time() {
        return time;
    }

    /** Runs what takes a moment, on a thread that may. */
    void later(Duration delay, Runnable task) {
        time.schedule(delay, () -> pool.execute(task));
    }

    @Override
    public void close() {
        drains.close();
        List.copyOf(ended.values()).forEach(OpenEndpoint::forget);
        dispatcher.close();
        time.close();
        transports.close();
        pool.close();
    }

    /** Delivers by the setup from now on. */
    Endpoint endpoint(String name, Setup setup) {
        return new Endpoint(name, setup, dispatcher, shared, views, generations.incrementAndGet());
    }

    /**
     * Goes on by what was before.
     *
     * @return delivers as before, without a component
     * @throws IllegalStateException if a service that it needs has gone
     */
    HeldEndpoint hold(String name, Setup before) {
        Setup setup = before.again();
        try {
            return HeldEndpoint.hold(context, name, endpoint(name, setup), setup);
        } catch (RuntimeException e) {
            setup.wiring().use().close();
            throw e;
        }
    }
}
