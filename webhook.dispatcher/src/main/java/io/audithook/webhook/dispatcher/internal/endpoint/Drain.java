/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.LaneStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * Keeps an endpoint going whose configuration was deleted, until its events are delivered or one of the services it was
 * wired to goes: without its filters and its trust nothing may be sent.
 */
final class Drain implements ServiceListener, AutoCloseable {

    private final BundleContext context;
    private final Endpoint endpoint;
    private final List<ServiceReference<?>> used = new ArrayList<>();
    private final Set<Long> serviceIds;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Drain(BundleContext context, Endpoint endpoint, Set<Long> serviceIds) {
        this.context = context;
        this.endpoint = endpoint;
        this.serviceIds = serviceIds;
    }

    /** Begins; closes the endpoint at once if one of its services is gone already. */
    static Drain begin(BundleContext context, Endpoint endpoint, Set<Long> serviceIds) {
        Drain drain = new Drain(context, endpoint, serviceIds);
        context.addServiceListener(drain);
        if (!drain.use()) {
            drain.close();
        }
        return drain;
    }

    /** Whether nothing is left that was accepted before. */
    static boolean isDone(LaneStats stats, Instant before) {
        return stats.oldestPending().filter(oldest -> oldest.isBefore(before)).isEmpty();
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING
                && serviceIds.contains(event.getServiceReference().getProperty(Constants.SERVICE_ID))) {
            close();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            endpoint.close();
            context.removeServiceListener(this);
            synchronized (used) {
                used.forEach(context::ungetService);
                used.clear();
            }
        }
    }

    /** Declarative Services lets go of them when the component ends. */
    private boolean use() {
        synchronized (used) {
            for (long id : serviceIds) {
                ServiceReference<?> reference = reference(id);
                if (reference == null || context.getService(reference) == null) {
                    return false;
                }
                used.add(reference);
            }
            return !closed.get();
        }
    }

    private ServiceReference<?> reference(long id) {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(null, "(" + Constants.SERVICE_ID + "=" + id + ")");
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
