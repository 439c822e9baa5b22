/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Keeps services as they are. Declarative Services lets go of them when a component ends, and one that nobody uses may end,
 * too, and begin anew.
 */
final class ServiceUse implements AutoCloseable {

    private final BundleContext context;
    private final Set<ServiceReference<?>> used = new HashSet<>();
    private boolean closed;

    ServiceUse(BundleContext context) {
        this.context = context;
    }

    /**
     * Uses a service from now on.
     *
     * @throws IllegalStateException if it has gone
     */
    synchronized <T> T get(ServiceReference<T> reference) {
        T service = closed ? null : context.getService(reference);
        if (service == null) {
            throw new IllegalStateException("A service has gone: " + reference);
        }
        if (!used.add(reference)) {
            context.ungetService(reference);
        }
        return service;
    }

    /**
     * Uses the same services, whatever becomes of this.
     *
     * @throws IllegalStateException if one has gone
     */
    synchronized ServiceUse again() {
        if (closed) {
            throw new IllegalStateException("The services are used no longer");
        }
        ServiceUse again = new ServiceUse(context);
        try {
            used.forEach(again::get);
        } catch (IllegalStateException e) {
            again.close();
            throw e;
        }
        return again;
    }

    synchronized boolean isOf(ServiceReference<?> reference) {
        return used.contains(reference);
    }

    /** Whether one of them is there no longer. */
    synchronized boolean hasGone() {
        return used.stream().anyMatch(service -> service.getBundle() == null);
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ServiceReference<?> service : used) {
            context.ungetService(service);
        }
        used.clear();
    }
}
