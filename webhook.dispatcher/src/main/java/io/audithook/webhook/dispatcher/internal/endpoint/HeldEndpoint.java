/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an endpoint going that no component stands for, since its configuration was deleted or has a mistake now. Ends it when
 * one of the services goes that it was wired to: without its filters and its trust nothing may be sent.
 */
final class HeldEndpoint implements ServiceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldEndpoint.class);

    private final BundleContext context;
    private final String name;
    private final Endpoint endpoint;
    private final Setup setup;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private HeldEndpoint(BundleContext context, String name, Endpoint endpoint, Setup setup) {
        this.context = context;
        this.name = name;
        this.endpoint = endpoint;
        this.setup = setup;
    }

    /**
     * Takes an endpoint over.
     *
     * @param setup what it delivers by; its use of the services ends with {@link #close}
     */
    static HeldEndpoint hold(BundleContext context, String name, Endpoint endpoint, Setup setup) {
        HeldEndpoint held = new HeldEndpoint(context, name, endpoint, setup);
        context.addServiceListener(held);
        // one may have gone before we listened
        if (setup.wiring().use().hasGone()) {
            held.lost();
        }
        return held;
    }

    boolean isStopped() {
        return stopped.get();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Setup setup() {
        return setup;
    }

    /** Delivers no longer, and still uses the services, for whoever takes it up again. */
    void stop() {
        if (stopped.compareAndSet(false, true)) {
            endpoint.close();
            context.removeServiceListener(this);
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING
                && setup.wiring().use().isOf(event.getServiceReference())) {
            lost();
        }
    }

    /** Stops it for good. */
    @Override
    public void close() {
        stop();
        setup.wiring().use().close();
    }

    private void lost() {
        LOG.warn("endpoint={} cannot go on as it was, since a service that it needs has gone; its events wait", name);
        stop();
    }
}
