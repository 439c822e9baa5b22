/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One transport per distinct {@link TransportSettings}, made for the first endpoint that needs it and
 * stopped a little after the last endpoint has let go, once its last attempt has ended: whoever changes the configuration
 * of an endpoint again and again does not make clients again and again. Safe for use by many threads.
 */
public final class TransportPool implements AutoCloseable {

    private static final Duration LINGER = Duration.ofSeconds(5);

    private final ClientResources resources = new ClientResources();
    private final Executor stopper;
    private final Timekeeper time;
    private final Map<TransportSettings, Shared> shared = new HashMap<>();

    /**
     * @param stopper runs what blocks: the stopping of clients
     * @param time the time
     */
    public TransportPool(Executor stopper, Timekeeper time) {
        this.stopper = stopper;
        this.time = time;
    }

    /**
     * Takes part in the transport for these settings.
     *
     * @throws TransportException if its client cannot be started
     */
    public synchronized Lease lease(TransportSettings settings) {
        Shared transport = shared.get(settings);
        if (transport == null) {
            transport = new Shared(new JettyTransport(settings, resources, stopper));
            shared.put(settings, transport);
        }
        transport.leases++;
        return new Lease(settings, transport);
    }

    /** Stops every client that is still there and what they share. */
    @Override
    public synchronized void close() {
        shared.values().forEach(transport -> transport.client.stop());
        shared.clear();
        resources.close();
    }

    private synchronized void release(TransportSettings settings, Shared transport) {
        if (--transport.leases == 0) {
            time.schedule(LINGER, () -> retire(settings, transport));
        }
    }

    private synchronized void retire(TransportSettings settings, Shared transport) {
        if (transport.leases == 0 && shared.remove(settings, transport)) {
            transport.client.retire();
        }
    }

    private static final class Shared {
        private final JettyTransport client;
        private int leases;

        Shared(JettyTransport client) {
            this.client = client;
        }
    }

    /** A part in a transport. {@link #close()} lets go of it; attempts under way end all the same. */
    public final class Lease implements AutoCloseable {

        private final TransportSettings settings;
        private final Shared transport;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(TransportSettings settings, Shared transport) {
            this.settings = settings;
            this.transport = transport;
        }

        /** The transport. */
        public Transport transport() {
            return transport.client;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(settings, transport);
            }
        }
    }
}
