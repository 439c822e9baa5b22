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
    private final ServiceUse use;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HeldEndpoint(BundleContext context, String name, Endpoint endpoint, ServiceUse use) {
        this.context = context;
        this.name = name;
        this.endpoint = endpoint;
        this.use = use;
    }

    /**
     * Takes an endpoint over.
     *
     * @param use of the services it is wired to; closed by {@link #release}
     */
    static HeldEndpoint hold(BundleContext context, String name, Endpoint endpoint, ServiceUse use) {
        HeldEndpoint held = new HeldEndpoint(context, name, endpoint, use);
        context.addServiceListener(held);
        // one may have gone before we listened
        if (use.hasGone()) {
            held.lost();
        }
        return held;
    }

    boolean isClosed() {
        return closed.get();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Lets go of the services, once it is closed and nobody will take it up again. */
    void release() {
        use.close();
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING && use.isOf(event.getServiceReference())) {
            lost();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            endpoint.close();
            context.removeServiceListener(this);
        }
    }

    private void lost() {
        LOG.warn("endpoint={} cannot go on as it was, since a service that it needs has gone; its events wait", name);
        close();
    }
}
