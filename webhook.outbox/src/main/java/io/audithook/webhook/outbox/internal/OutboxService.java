/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens an outbox and offers it to all bundles. While it cannot be opened, says once why, and tries again: the disk may still have to come,
 * or the process that uses the directory may still be ending. Safe for use by many threads.
 */
final class OutboxService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxService.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Supplier<SqliteOutbox> opener;
    private final Consumer<String> errors;
    private final Duration pause;

    /** Used by the one thread at a time that opens. */
    private String told = "";

    // inside the lock
    private ScheduledExecutorService retries;
    private Future<?> next;
    private Offer offer;
    private boolean closed;

    /**
     * @param context our bundle
     * @param opener opens the outbox, or throws an {@link OutboxException}
     * @param errors is told why it cannot be opened
     */
    OutboxService(BundleContext context, Supplier<SqliteOutbox> opener, Consumer<String> errors) {
        this(context, opener, errors, PAUSE);
    }

    OutboxService(BundleContext context, Supplier<SqliteOutbox> opener, Consumer<String> errors, Duration pause) {
        this.context = context;
        this.opener = opener;
        this.errors = errors;
        this.pause = pause;
    }

    /** Opens and offers it, or will as soon as that can be. To be called once. */
    void open() {
        try {
            offer(opener.get());
        } catch (OutboxException e) {
            tell(e);
            openLater();
        }
    }

    private void tell(OutboxException e) {
        if (e.getMessage().equals(told)) {
            return;
        }
        told = e.getMessage();
        errors.accept(OutboxConfig.PID + ": " + told
                + "; there is no outbox, and no event is accepted, until that is put right");
        LOG.debug("There is no outbox", e);
    }

    private synchronized void openLater() {
        if (closed) {
            return;
        }
        if (retries == null) {
            retries = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "audithook-outbox-open");
                thread.setDaemon(true);
                return thread;
            });
        }
        next = retries.schedule(this::open, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void offer(SqliteOutbox outbox) {
        // outside the lock: whoever waits for an outbox begins in these calls
        Offer made;
        try {
            made = Offer.of(context, outbox);
        } catch (IllegalStateException e) {
            LOG.debug("The bundle has stopped meanwhile", e);
            outbox.close();
            return;
        }
        if (!told.isEmpty()) {
            LOG.info("The outbox is there now");
        }
        synchronized (this) {
            if (!closed) {
                offer = made;
                endRetries();
                return;
            }
        }
        made.withdraw();
    }

    /** What is known of it, now or while it is not there. */
    List<MetricFamily> metrics() {
        Offer now;
        synchronized (this) {
            now = offer;
        }
        return now == null ? OutboxMetrics.ofNone() : OutboxMetrics.of(now.outbox);
    }

    /** Lets it go. What is under way in it comes to its end. */
    @Override
    public void close() {
        Offer made;
        synchronized (this) {
            closed = true;
            made = offer;
            endRetries();
        }
        if (made != null) {
            made.withdraw();
        }
    }

    private void endRetries() {
        if (retries != null) {
            next.cancel(false);
            retries.shutdown();
        }
    }

    /**
     * An outbox that others may use.
     *
     * @param outbox the outbox
     * @param registration what it is offered by
     */
    private record Offer(SqliteOutbox outbox, ServiceRegistration<Outbox> registration) {

        static Offer of(BundleContext context, SqliteOutbox outbox) {
            return new Offer(outbox, context.registerService(Outbox.class, outbox, null));
        }

        void withdraw() {
            registration.unregister();
            outbox.close();
        }
    }
}
