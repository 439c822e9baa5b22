/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the filters of one endpoint have answered since it got its lane, by their names. Outlives filters that come and go. Safe for
 * use by many threads: a replay asks beside the endpoint's own lane.
 */
public final class FilterCounts {

    private final Map<String, Counts> filters = new ConcurrentHashMap<>();

    FilterCounts() {}

    Counts of(NamedFilter filter) {
        return filters.computeIfAbsent(filter.name(), name -> new Counts());
    }

    /** Gives the counts of each filter that was asked, by its name. */
    public Map<String, Counts> byName() {
        return Map.copyOf(filters);
    }

    /** Those of one filter. */
    public static final class Counts {

        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong replaced = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();
        private final AtomicLong slow = new AtomicLong();
        private final AtomicLong stuck = new AtomicLong();

        private Counts() {}

        void answered(Verdict verdict) {
            if (verdict.dropReason().isPresent()) {
                dropped.incrementAndGet();
            } else if (verdict.replacement().isPresent()) {
                replaced.incrementAndGet();
            } else {
                passed.incrementAndGet();
            }
        }

        void failed() {
            failed.incrementAndGet();
        }

        void becameSlow() {
            slow.incrementAndGet();
            stuck.incrementAndGet();
        }

        void cameBack() {
            stuck.decrementAndGet();
        }

        /** How often it let an event pass as it is. */
        public long passedCount() {
            return passed.get();
        }

        /** How often it put something else in the place of an event. */
        public long replacedCount() {
            return replaced.get();
        }

        /** How often it dropped an event. */
        public long droppedCount() {
            return dropped.get();
        }

        /** How often it threw, or gave null. */
        public long failedCount() {
            return failed.get();
        }

        /** How many of its calls took longer than it may. */
        public long slowCount() {
            return slow.get();
        }

        /** How many of these have not come back yet. */
        public long stuckNow() {
            return stuck.get();
        }
    }
}
