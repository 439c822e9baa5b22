/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.EventHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event handler that stays registered with EventAdmin. Felix's EventAdmin calls a handler no more, for as long as it is
 * registered, when one call takes longer than its time-out, and that may be the fault of a machine that stood still. It lets go of
 * the service then, of which a service factory is told: so the handler is registered anew, as another service. What is published
 * in between is lost, and what was posted before and waits behind the slow call, since EventAdmin holds the service of that time
 * for it; these gaps are counted and logged. If it happens again and again, the pauses become longer, since each time holds up
 * EventAdmin, too. The first call of a handler is without a time-out.
 *
 * <p>EventAdmin also lets go of a handler when it is configured anew, where nothing shows the difference.
 */
final class TopicHandler implements ServiceFactory<EventHandler>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicHandler.class);

    private static final Duration SECOND_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();

    private final String pid;
    private final BundleContext context;
    private final Dictionary<String, Object> properties;
    private final EventHandler handler;
    private final BiConsumer<Duration, Runnable> scheduler;
    private final LongSupplier nanoTime;
    private final AtomicInteger gaps = new AtomicInteger();
    private ServiceRegistration<?> registration;
    private long registeredNanos;
    private int inARow;
    private boolean closed;

    /**
     * A handler that is not registered yet.
     *
     * @param properties of the service
     * @param scheduler runs a task after a delay, on another thread
     * @param nanoTime a clock that only goes forward
     */
    TopicHandler(
            String pid,
            BundleContext context,
            Map<String, Object> properties,
            EventHandler handler,
            BiConsumer<Duration, Runnable> scheduler,
            LongSupplier nanoTime) {
        this.pid = pid;
        this.context = context;
        this.properties = new Hashtable<>(properties);
        this.handler = handler;
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    /** Registers the handler for the first time. */
    void open() {
        ServiceRegistration<?> first = register();
        synchronized (this) {
            registration = first;
            registeredNanos = nanoTime.getAsLong();
        }
    }

    /** How often events may have been lost since EventAdmin had let go of the handler. */
    int gaps() {
        return gaps.get();
    }

    @Override
    public EventHandler getService(Bundle bundle, ServiceRegistration<EventHandler> registered) {
        return handler;
    }

    /** Called by the framework on a thread of EventAdmin, which may hold locks. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<EventHandler> registered, EventHandler service) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return;
        }
        long now = nanoTime.getAsLong();
        Duration pause;
        synchronized (this) {
            if (closed || registered != registration) {
                return;
            }
            inARow = now - registeredNanos > FORGOTTEN_NANOS ? 1 : inARow + 1;
            pause = pause(inARow);
        }
        scheduler.accept(pause, () -> renew(registered, now));
    }

    @Override
    public void close() {
        ServiceRegistration<?> last;
        synchronized (this) {
            closed = true;
            last = registration;
        }
        unregister(last);
    }

    /** First registers the new one, so that no event comes while there is none; one may come twice if none was denied. */
    private void renew(ServiceRegistration<?> denied, long sinceNanos) {
        ServiceRegistration<?> fresh;
        try {
            fresh = register();
        } catch (IllegalStateException e) {
            LOG.debug("Our bundle was stopped before", e);
            return;
        }
        boolean isWanted;
        synchronized (this) {
            isWanted = !closed && denied == registration;
            if (isWanted) {
                registration = fresh;
                registeredNanos = nanoTime.getAsLong();
            }
        }
        unregister(isWanted ? denied : fresh);
        if (isWanted) {
            LOG.error(
                    "pid={} gap={}: EventAdmin had let go of the handler, which it does when a call takes too long. Events of"
                            + " the last {} ms are lost, and those that waited behind that call",
                    pid,
                    gaps.incrementAndGet(),
                    Duration.ofNanos(nanoTime.getAsLong() - sinceNanos).toMillis());
        }
    }

    private ServiceRegistration<?> register() {
        return context.registerService(EventHandler.class, this, properties);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("Our bundle was stopped before", e);
        }
    }

    /** None for the first time. */
    private static Duration pause(int inARow) {
        Duration pause = inARow == 1 ? Duration.ZERO : SECOND_PAUSE;
        for (int i = 2; i < inARow && pause.compareTo(MAX_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(4);
        }
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }
}
