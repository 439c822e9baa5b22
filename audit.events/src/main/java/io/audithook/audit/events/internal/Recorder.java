/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the audit trail and never waits: what the trail has not acknowledged is bounded, and beyond that, or if the
 * trail refuses or is not there, an event is lost and counted. Whether events are being lost is logged when it changes.
 * Safe for use by many threads.
 */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** Without a loss for so long, it is over. At a limit some are taken and some are lost, which is one trouble. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final String pid;
    private final Supplier<Optional<AuditTrail>> trails;
    private final PendingLimits limits;
    private final InstantSource clock;
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostBefore = new AtomicLong();
    private final AtomicBoolean losing = new AtomicBoolean();
    private volatile Instant lastLoss = Instant.EPOCH;
    private volatile Pending pending = new Pending(null);

    Recorder(String pid, Supplier<Optional<AuditTrail>> trails, PendingLimits limits, InstantSource clock) {
        this.pid = pid;
        this.trails = trails;
        this.limits = limits;
        this.clock = clock;
    }

    /** Records an event, or counts it as lost. Returns at once, and fails never. */
    void record(AuditEvent event, int bytes) {
        Optional<AuditTrail> trail = trails.get();
        if (trail.isEmpty()) {
            lose("there is no AuditTrail", null);
            return;
        }
        Pending here = pendingAt(trail.get());
        if (!here.enter(bytes, limits)) {
            lose("the audit trail has not acknowledged " + here, null);
            return;
        }
        try {
            here.trail.record(event).whenComplete((receipt, failure) -> {
                here.leave(bytes);
                if (failure == null) {
                    recorded.incrementAndGet();
                    recovered();
                } else {
                    lose("the audit trail refuses them", failure);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            here.leave(bytes);
            lose("the audit trail fails", e);
        }
    }

    /** Counts an event that was lost before it got here. */
    void lose(String reason, Throwable failure) {
        lastLoss = clock.instant();
        long count = lost.incrementAndGet();
        if (losing.compareAndSet(false, true)) {
            lostBefore.set(count - 1);
            LOG.error(
                    "pid={} recorded={} lost={}: events are being lost: {}{}",
                    pid,
                    recorded.get(),
                    count,
                    reason,
                    failure == null ? "" : ": " + cause(failure));
        }
    }

    /** How many events the trail has acknowledged. */
    long recorded() {
        return recorded.get();
    }

    /** How many events were lost. */
    long lost() {
        return lost.get();
    }

    /** Whether events are being lost, as far as that was told. */
    boolean isLosing() {
        return losing.get();
    }

    /** Says how many were lost in the end. */
    void close() {
        if (lost.get() > 0) {
            LOG.warn("pid={} recorded={} lost={}: closed", pid, recorded.get(), lost.get());
        }
    }

    private void recovered() {
        if (losing.get()
                && Duration.between(lastLoss, clock.instant()).compareTo(QUIET) >= 0
                && losing.compareAndSet(true, false)) {
            LOG.warn(
                    "pid={} recorded={} lost={}: events are recorded again; {} were lost, the last one at {}",
                    pid,
                    recorded.get(),
                    lost.get(),
                    lost.get() - lostBefore.get(),
                    lastLoss);
        }
    }

    /** Each trail has its own: what one that is gone never acknowledged does not burden the next. */
    private Pending pendingAt(AuditTrail trail) {
        Pending current = pending;
        if (current.trail != trail) {
            synchronized (this) {
                if (pending.trail != trail) {
                    pending = new Pending(trail);
                }
                current = pending;
            }
        }
        return current;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What one trail has not acknowledged. */
    private static final class Pending {

        private final AuditTrail trail;
        private final AtomicInteger events = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        Pending(AuditTrail trail) {
            this.trail = trail;
        }

        /** One event is always let in, however large. */
        boolean enter(int more, PendingLimits limits) {
            int number = events.incrementAndGet();
            long size = bytes.addAndGet(more);
            if (number == 1 || (number <= limits.events() && size <= limits.bytes())) {
                return true;
            }
            leave(more);
            return false;
        }

        void leave(int less) {
            events.decrementAndGet();
            bytes.addAndGet(-less);
        }

        @Override
        public String toString() {
            return events.get() + " events, " + bytes.get() + " bytes";
        }
    }
}
