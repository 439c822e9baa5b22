/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after filters while they are asked, since they are foreign code on threads that all endpoints share. One that takes too
 * long is named, and until it answers nobody else is sent into it: their events wait, too. So it holds no more threads than went
 * into it before that was noticed; for each of these the pool gets another one. Safe for use by many threads.
 */
final class FilterWatch implements AutoCloseable {

    /** Filters should answer within milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FilterWatch.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final Timekeeper time;
    private final IntConsumer held;

    /** As many as there are threads that prepare events. */
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();

    /** How many calls of a filter are slow at the moment; none for most. */
    private final Map<NamedFilter, Integer> slow = new ConcurrentHashMap<>();

    /** By the name of a filter, how often it was. */
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** @param held told how many threads slow filters hold, each time that changes */
    FilterWatch(Timekeeper time, IntConsumer held) {
        this.time = time;
        this.held = held;
    }

    void start() {
        time.schedule(TICK, this::tick);
    }

    /**
     * Begins to ask filters on this thread, about events of this endpoint; to be closed by the same thread.
     *
     * @param counts where their answers are counted
     */
    Visit visit(String endpoint, FilterCounts counts) {
        Visit visit = new Visit(endpoint, counts);
        visits.add(visit);
        return visit;
    }

    /** What is to be said of the filter that keeps this endpoint waiting the longest; empty if none does. */
    Optional<String> slowness(String endpoint) {
        return visits.stream()
                .filter(visit -> visit.isSlow(endpoint))
                .max(Comparator.comparingLong(Visit::waitedNanos))
                .map(visit -> visit.slowness(visit.waitedNanos()));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tick() {
        if (!closed) {
            visits.forEach(Visit::look);
            start();
        }
    }

    private synchronized void began(NamedFilter filter, String endpoint) {
        slow.merge(filter, 1, Integer::sum);
        int count = counts.merge(filter.name(), 1, Integer::sum);
        LOG.warn(
                "endpoint={} waits: filter {} has not answered for {} ms, for the {}. time",
                endpoint,
                filter.name(),
                PATIENCE.toMillis(),
                count);
        tellHeld();
    }

    private synchronized void ended(NamedFilter filter, String endpoint, long waitedNanos) {
        slow.computeIfPresent(filter, (same, number) -> number == 1 ? null : number - 1);
        LOG.info("endpoint={} filter {} has answered after {} ms", endpoint, filter.name(), waitedNanos / 1_000_000);
        tellHeld();
    }

    private void tellHeld() {
        held.accept(slow.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** One thread that asks filters, one after the other. */
    final class Visit implements AutoCloseable {

        private final String endpoint;
        private final FilterCounts counts;
        private NamedFilter asked;
        private long since;
        private boolean noticed;

        private Visit(String endpoint, FilterCounts counts) {
            this.endpoint = endpoint;
            this.counts = counts;
        }

        /**
         * What the filter says of the event.
         *
         * @throws PreparationException if it threw, gave null, or is known to take too long
         */
        Verdict ask(NamedFilter filter, AuditEvent event) throws PreparationException {
            if (slow.containsKey(filter)) {
                throw new PreparationException(
                        "filter " + filter.name() + " takes too long: it has not answered an earlier question yet");
            }
            FilterCounts.Counts count = counts.of(filter);
            begin(filter);
            try {
                Verdict verdict = Objects.requireNonNull(filter.filter().filter(event), "the verdict is null");
                count.answered(verdict);
                return verdict;
            } catch (Throwable e) {
                // whatever a filter throws, allowed or not: the event must not be lost to its lane for that
                count.failed();
                throw new PreparationException("filter " + filter.name() + " failed: " + Preparation.text(e), e);
            } finally {
                end();
            }
        }

        /** The thread goes on to something else. */
        @Override
        public void close() {
            visits.remove(this);
        }

        private synchronized void begin(NamedFilter filter) {
            asked = filter;
            since = time.nanoTime();
        }

        private synchronized void end() {
            if (noticed) {
                counts.of(asked).cameBack();
                ended(asked, endpoint, waitedNanos());
                noticed = false;
            }
            asked = null;
        }

        private synchronized void look() {
            if (asked != null && !noticed && waitedNanos() > PATIENCE.toNanos()) {
                noticed = true;
                counts.of(asked).becameSlow();
                began(asked, endpoint);
            }
        }

        private synchronized boolean isSlow(String of) {
            return noticed && endpoint.equals(of);
        }

        private synchronized long waitedNanos() {
            return time.nanoTime() - since;
        }

        private synchronized String slowness(long waitedNanos) {
            return asked == null
                    ? ""
                    : "filter " + asked.name() + " has not answered for " + waitedNanos / 1_000_000_000 + " s";
        }
    }
}
