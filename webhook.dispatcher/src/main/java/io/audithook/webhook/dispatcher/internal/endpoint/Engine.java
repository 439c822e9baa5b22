/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.TransportException;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.LaneStatus;
import io.audithook.webhook.dispatcher.internal.lane.NamedFilter;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs between an outbox and the endpoints: threads, clients, lanes. Made when there is an
 * outbox, closed when it goes.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final ExecutorService pool = pool();
    private final SystemTimekeeper time = new SystemTimekeeper();
    private final TransportPool transports = new TransportPool(pool);
    private final AuditEventJson json = new AuditEventJson(JsonLimits.DEFAULT);
    private final Dispatcher dispatcher = new Dispatcher(pool, time);
    private final Map<String, OpenEndpoint> endpoints = new ConcurrentHashMap<>();

    Engine(Outbox outbox) {
        dispatcher.start(outbox);
    }

    /**
     * Opens an endpoint. A configuration that breaks a rule does not throw: the endpoint is INVALID with
     * the reason, and its events wait.
     *
     * @return closes the endpoint
     */
    OpenEndpoint open(
            String name,
            Map<String, Object> configuration,
            TlsProfile tls,
            ProxyProfile proxy,
            List<NamedFilter> filters) {
        OpenEndpoint opened;
        try {
            EndpointSettings settings = EndpointSettings.from(configuration);
            if (settings.enabled()) {
                Endpoint endpoint = new Endpoint(name, settings, tls, proxy, filters, dispatcher, transports, json);
                opened = new OpenEndpoint(name, State.ACTIVE, settings.displayUrl(), "", Optional.of(endpoint));
                LOG.info("endpoint={} delivers to {}", name, settings.displayUrl());
            } else {
                opened = new OpenEndpoint(
                        name, State.DISABLED, settings.displayUrl(), "enabled=false", Optional.empty());
                LOG.info("endpoint={} is disabled; its events wait", name);
            }
        } catch (IllegalArgumentException | TransportException e) {
            opened = new OpenEndpoint(name, State.INVALID, "", e.getMessage(), Optional.empty());
            LOG.error("endpoint={} is invalid, its events wait: {}: {}", name, pid(name), e.getMessage());
        }
        endpoints.put(name, opened);
        return opened;
    }

    Optional<OpenEndpoint> endpoint(String name) {
        return Optional.ofNullable(endpoints.get(name));
    }

    Optional<LaneStatus> lane(String name) {
        return dispatcher.status(name);
    }

    @Override
    public void close() {
        dispatcher.close();
        time.close();
        transports.close();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static String pid(String name) {
        return EndpointConfig.PID + "~" + name;
    }

    private static ExecutorService pool() {
        int size = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "audithook-lanes-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** An endpoint as its configuration has it; {@link #close()} ends it. */
    final class OpenEndpoint implements AutoCloseable {

        private final String name;
        private final State state;
        private final String url;
        private final String reason;
        private final Optional<Endpoint> endpoint;

        private OpenEndpoint(String name, State state, String url, String reason, Optional<Endpoint> endpoint) {
            this.name = name;
            this.state = state;
            this.url = url;
            this.reason = reason;
            this.endpoint = endpoint;
        }

        String url() {
            return url;
        }

        State state() {
            return state;
        }

        /** Why it does not deliver; empty if it does. */
        String reason() {
            return reason;
        }

        @Override
        public void close() {
            endpoints.remove(name, this);
            endpoint.ifPresent(Endpoint::close);
        }
    }
}
