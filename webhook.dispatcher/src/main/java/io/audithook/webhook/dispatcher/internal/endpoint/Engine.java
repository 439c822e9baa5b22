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
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.EventViews;
import io.audithook.webhook.dispatcher.internal.lane.LanePool;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import io.audithook.webhook.settings.FileWatch;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.time.Duration;
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

    /** Config Admin tells of a deletion within the same call that ends the component, and a change makes another one at once. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** How often a file is looked at that keeps an endpoint from delivering. */
    private static final Duration FILE_CHECK = Duration.ofSeconds(3);

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
        Optional<Setup> before = Optional.ofNullable(ended.get(name))
                .filter(last -> !last.deleted)
                .flatMap(last -> last.setup);
        OpenEndpoint opened = new OpenEndpoint(name, configuration, wiring);
        opened.begin(before);
        endpoints.put(name, opened);
        return opened;
    }

    /** The configuration of an endpoint was deleted: what comes under the same name is another endpoint. */
    void deleted(String name) {
        last(name).ifPresent(last -> last.deleted = true);
    }

    /**
     * Goes on delivering for an endpoint whose configuration was deleted what was accepted until now; then detaches it.
     * What cannot be delivered stays with its cursor.
     */
    void drain(String name) {
        Optional<Setup> setup = last(name).flatMap(last -> last.setup).filter(Setup::delivers);
        if (setup.isEmpty()) {
            LOG.warn("endpoint={} cannot be drained, since it did not deliver; its events are kept", name);
            return;
        }
        try {
            drains.begin(name, hold(name, setup.get()));
        } catch (IllegalStateException e) {
            LOG.warn("endpoint={} cannot be drained, its events are kept: {}", name, e.getMessage());
        }
    }

    private Optional<OpenEndpoint> last(String name) {
        return endpoint(name).or(() -> Optional.ofNullable(ended.get(name)));
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

    private Endpoint endpoint(String name, Setup setup) {
        return new Endpoint(name, setup, dispatcher, shared, views, generations.incrementAndGet());
    }

    /**
     * @return delivers as before, without a component
     * @throws IllegalStateException if a service that it needs has gone
     */
    private HeldEndpoint hold(String name, Setup before) {
        Setup setup = before.again();
        try {
            return HeldEndpoint.hold(context, name, endpoint(name, setup), setup);
        } catch (RuntimeException e) {
            setup.wiring().use().close();
            throw e;
        }
    }

    /** An endpoint as its configuration has it; {@link #close()} ends it. */
    final class OpenEndpoint implements AutoCloseable {

        private final String name;
        private final String pid;
        private final Map<String, Object> configuration;
        private final Wiring wiring;

        // written inside the lock; the setup is the one it delivers by, or did until now
        private volatile String mistake = "";
        private volatile Optional<Endpoint> endpoint = Optional.empty();
        private volatile Optional<Setup> setup = Optional.empty();
        private volatile Optional<HeldEndpoint> held = Optional.empty();
        private boolean closed;

        private volatile boolean deleted;

        private OpenEndpoint(String name, Map<String, Object> configuration, Wiring wiring) {
            this.name = name;
            this.pid = EndpointConfig.PID + "~" + name;
            this.configuration = configuration;
            this.wiring = wiring;
        }

        /** @param before what it delivered by until now */
        private synchronized void begin(Optional<Setup> before) {
            if (closed) {
                return;
            }
            try {
                enter(new Setup(configuration, EndpointSettings.from(read()), wiring));
            } catch (InvalidSettingsException e) {
                invalid(e.getMessage(), before);
                if (e.isOfFiles()) {
                    later(FILE_CHECK, () -> begin(Optional.empty()));
                }
            } catch (IllegalArgumentException | TransportException e) {
                invalid(pid + ": " + e.getMessage(), before);
            }
        }

        private void enter(Setup now) {
            Optional<Endpoint> opened =
                    now.delivers() ? Optional.of(Engine.this.endpoint(name, now)) : Optional.empty();
            held.ifPresent(HeldEndpoint::close);
            held = Optional.empty();
            endpoint = opened;
            setup = Optional.of(now);
            mistake = "";
            if (now.delivers()) {
                LOG.info("endpoint={} delivers to {}", name, now.settings().displayUrl());
            } else {
                LOG.info("endpoint={} is disabled; its events wait", name);
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

        private void invalid(String message, Optional<Setup> before) {
            boolean told = message.equals(mistake);
            mistake = message;
            before.filter(this::isStillAllowed).ifPresent(this::goOn);
            if (!told) {
                LOG.error(
                        "endpoint={} is invalid, {}: {}",
                        name,
                        goingOn().isPresent() ? "and goes on as it was" : "its events wait",
                        message);
            }
        }

        /** A filter that was not asked before must not be passed by. */
        private boolean isStillAllowed(Setup before) {
            return before.delivers() && before.wiring().filters().containsAll(wiring.filters());
        }

        private void goOn(Setup before) {
            try {
                held = Optional.of(hold(name, before));
                setup = held.map(HeldEndpoint::setup);
            } catch (IllegalArgumentException | IllegalStateException | TransportException e) {
                LOG.warn("endpoint={} cannot go on as it was: {}", name, e.getMessage());
            }
        }

        /** What delivers by what it had before the mistake; empty if nothing does. */
        private Optional<HeldEndpoint> goingOn() {
            return held.filter(endpoint -> !endpoint.isStopped());
        }

        String url() {
            return setup.map(known -> known.settings().displayUrl()).orElse("");
        }

        /** The public keys with which receivers check its signatures, the newest first. */
        List<String> publicKeys() {
            return setup.map(known -> known.settings().sign().publicKeys()).orElse(List.of());
        }

        /** Sends one event of our own to it; empty if it cannot be sent to. */
        Optional<CompletionStage<Attempt>> test() {
            return goingOn().map(HeldEndpoint::endpoint).or(() -> endpoint).map(open -> open.test(time.instant()));
        }

        /** Whether its configuration lets it deliver. */
        State state() {
            if (!mistake.isEmpty()) {
                return State.INVALID;
            }
            return endpoint.isPresent() ? State.ACTIVE : State.DISABLED;
        }

        /** How its connections are secured. */
        TlsProfile tls() {
            return setup.map(Setup::wiring).orElse(wiring).tls();
        }

        /** What an operator should see to. */
        List<String> warnings() {
            return TlsWarnings.of(tls(), time.instant());
        }

        /** Why it does not deliver, or not as its configuration says; empty if it does. */
        String reason() {
            // first this: it may be mended by another thread at any moment
            String found = mistake;
            if (!found.isEmpty() && goingOn().isPresent()) {
                return found + "; until that is mended, it goes on as it was";
            }
            return state() == State.DISABLED ? "enabled=false" : found;
        }

        @Override
        public void close() {
            // for a deletion that we are told of in a moment, or a mistake; not longer, since it holds services
            Optional.ofNullable(ended.put(name, this)).ifPresent(OpenEndpoint::forget);
            time.schedule(REMEMBERED, this::forget);
            endpoints.remove(name, this);
            synchronized (this) {
                closed = true;
                endpoint.ifPresent(Endpoint::close);
                held.ifPresent(HeldEndpoint::stop);
            }
        }

        private void forget() {
            ended.remove(name, this);
            wiring.use().close();
            held.ifPresent(HeldEndpoint::close);
        }
    }
}
