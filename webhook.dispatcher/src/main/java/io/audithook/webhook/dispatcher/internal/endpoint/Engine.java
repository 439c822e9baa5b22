/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.auth.TokenSources;
import io.audithook.webhook.dispatcher.internal.http.TransportException;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.EventViews;
import io.audithook.webhook.dispatcher.internal.lane.LanePool;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import io.audithook.webhook.settings.FileWatch;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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

    /** Config Admin tells of a deletion within the same call that ends the component. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** How often a file is looked at that keeps an endpoint from delivering. */
    private static final Duration FILE_CHECK = Duration.ofSeconds(3);

    private static final Duration DRAIN_CHECK = Duration.ofSeconds(1);

    private static final int POOL_SIZE =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private final Outbox outbox;
    private final BundleContext context;
    private final LanePool pool = new LanePool(POOL_SIZE);
    private final SystemTimekeeper time = new SystemTimekeeper();
    private final TransportPool transports = new TransportPool(pool, time);
    private final Way.Shared shared = new Way.Shared(
            transports,
            new TokenSources(transports, time),
            new FileWatch((delay, look) -> time.schedule(delay, () -> pool.execute(look))));
    private final EventViews views = new EventViews(new AuditEventJson(JsonLimits.DEFAULT));
    private final Dispatcher dispatcher = new Dispatcher(pool, time, pool::replace);
    private final Map<String, OpenEndpoint> endpoints = new ConcurrentHashMap<>();

    /** Those that ended a moment ago. */
    private final Map<String, OpenEndpoint> ended = new ConcurrentHashMap<>();

    private final Map<String, Drain> drains = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong();

    Engine(Outbox outbox, BundleContext context) {
        this.outbox = outbox;
        this.context = context;
        dispatcher.start(outbox);
    }

    /**
     * Opens an endpoint. A configuration that breaks a rule does not throw: the endpoint is INVALID with
     * the reason, and its events wait. If it is for a file with a secret, that is looked at again.
     *
     * @return closes the endpoint
     */
    OpenEndpoint open(String name, Map<String, Object> configuration, Wiring wiring) {
        endDrain(name);
        OpenEndpoint opened = new OpenEndpoint(name, configuration, wiring);
        opened.begin();
        endpoints.put(name, opened);
        return opened;
    }

    /**
     * Goes on delivering for an endpoint whose configuration was deleted what was accepted until now; then detaches it.
     * What cannot be delivered stays with its cursor.
     */
    void drain(String name) {
        OpenEndpoint last = Optional.ofNullable(endpoints.get(name)).orElse(ended.get(name));
        if (last == null || last.settings.isEmpty() || last.endpoint.isEmpty()) {
            LOG.warn("endpoint={} cannot be drained, since it did not deliver; its events are kept", name);
            return;
        }
        Endpoint draining = endpoint(name, last.configuration, last.settings.get(), last.wiring);
        Drain drain = Drain.begin(context, draining, last.wiring.serviceIds());
        drains.put(name, drain);
        LOG.info("endpoint={} was deleted; what was accepted before is still delivered", name);
        checkDrain(name, drain, time.instant());
    }

    Optional<OpenEndpoint> endpoint(String name) {
        return Optional.ofNullable(endpoints.get(name));
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    SystemTimekeeper time() {
        return time;
    }

    @Override
    public void close() {
        drains.keySet().forEach(this::endDrain);
        dispatcher.close();
        time.close();
        transports.close();
        pool.close();
    }

    private Endpoint endpoint(
            String name, Map<String, Object> configuration, EndpointSettings settings, Wiring wiring) {
        return new Endpoint(
                name, configuration, settings, wiring, dispatcher, shared, views, generations.incrementAndGet());
    }

    private void checkDrain(String name, Drain drain, Instant deletedAt) {
        if (drain.isClosed()) {
            LOG.warn("endpoint={} can be drained no longer; what is left of its events is kept", name);
            drains.remove(name, drain);
            return;
        }
        boolean done = dispatcher
                .status(name)
                .flatMap(CourierStatus::stats)
                .filter(stats -> !Drain.isDone(stats, deletedAt))
                .isEmpty();
        if (!done) {
            time.schedule(DRAIN_CHECK, () -> pool.execute(() -> checkDrain(name, drain, deletedAt)));
        } else if (drains.remove(name, drain)) {
            drain.close();
            LOG.info("endpoint={} is drained", name);
            detach(name);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged
    private void detach(String name) {
        outbox.detach(name).whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.error("endpoint={} still has a cursor", name, failure);
            }
        });
    }

    private void endDrain(String name) {
        Drain drain = drains.remove(name);
        if (drain != null) {
            drain.close();
        }
    }

    /** An endpoint as its configuration has it; {@link #close()} ends it. */
    final class OpenEndpoint implements AutoCloseable {

        private final String name;
        private final String pid;
        private final Map<String, Object> configuration;
        private final Wiring wiring;

        // written inside the lock
        private volatile String mistake = "";
        private volatile Optional<Endpoint> endpoint = Optional.empty();
        private volatile Optional<EndpointSettings> settings = Optional.empty();
        private boolean closed;

        private OpenEndpoint(String name, Map<String, Object> configuration, Wiring wiring) {
            this.name = name;
            this.pid = EndpointConfig.PID + "~" + name;
            this.configuration = configuration;
            this.wiring = wiring;
        }

        private synchronized void begin() {
            if (closed) {
                return;
            }
            try {
                EndpointSettings found = EndpointSettings.from(read());
                if (found.enabled()) {
                    endpoint = Optional.of(Engine.this.endpoint(name, configuration, found, wiring));
                    LOG.info("endpoint={} delivers to {}", name, found.displayUrl());
                } else {
                    LOG.info("endpoint={} is disabled; its events wait", name);
                }
                settings = Optional.of(found);
                mistake = "";
            } catch (InvalidSettingsException e) {
                invalid(e.getMessage());
                if (e.isOfFiles()) {
                    time.schedule(FILE_CHECK, () -> pool.execute(this::begin));
                }
            } catch (IllegalArgumentException | TransportException e) {
                invalid(pid + ": " + e.getMessage());
            }
        }

        private Settings read() {
            // what was told once is not told again each time a file is looked for
            boolean told = !mistake.isEmpty();
            return new Settings(pid, configuration, System::getenv, warning -> {
                if (!told) {
                    LOG.warn("endpoint={} {}", name, warning);
                }
            });
        }

        private void invalid(String message) {
            if (!message.equals(mistake)) {
                mistake = message;
                LOG.error("endpoint={} is invalid, its events wait: {}", name, message);
            }
        }

        String url() {
            return settings.map(EndpointSettings::displayUrl).orElse("");
        }

        /** The public keys with which receivers check its signatures, the newest first. */
        List<String> publicKeys() {
            return settings.map(found -> found.sign().publicKeys()).orElse(List.of());
        }

        /** Sends one event of our own to it; empty if it cannot be sent to. */
        Optional<CompletionStage<Attempt>> test() {
            return endpoint.map(open -> open.test(time.instant()));
        }

        /** Whether its configuration lets it deliver. */
        State state() {
            if (settings.isEmpty()) {
                return State.INVALID;
            }
            return endpoint.isPresent() ? State.ACTIVE : State.DISABLED;
        }

        /** How its connections are secured. */
        TlsProfile tls() {
            return wiring.tls();
        }

        /** What an operator should see to. */
        List<String> warnings() {
            return TlsWarnings.of(wiring.tls(), time.instant());
        }

        /** Why it does not deliver; empty if it does. */
        String reason() {
            return state() == State.DISABLED ? "enabled=false" : mistake;
        }

        @Override
        public void close() {
            // for a deletion that we are told of in a moment; not longer, since it holds services
            ended.put(name, this);
            time.schedule(REMEMBERED, () -> ended.remove(name, this));
            endpoints.remove(name, this);
            synchronized (this) {
                closed = true;
                endpoint.ifPresent(Endpoint::close);
            }
        }
    }
}
