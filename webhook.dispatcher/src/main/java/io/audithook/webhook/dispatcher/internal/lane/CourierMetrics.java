/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.MetricSample.Bucket;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ObjLongConsumer;

/**
 * What a courier has done since it was made. Written by one thread at a time, inside the courier's serial executor, and read
 * by any: an event costs a few plain adds, and no more memory than its endpoint needs to be counted at all.
 */
@SuppressWarnings("EnumOrdinal") // places in an array that is seen nowhere else
public final class CourierMetrics {

    /** The upper bounds of the durations, in seconds. */
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

    private static final Outcome.Kind[] KINDS = Outcome.Kind.values();
    private static final Ending[] ENDINGS = Ending.values();

    // one array: attempts by outcome, deliveries by ending, attempts by duration, and the nanoseconds of all
    private static final int FIRST_ENDING = KINDS.length;
    private static final int FIRST_BUCKET = FIRST_ENDING + ENDINGS.length;
    private static final int NANOS = FIRST_BUCKET + BOUNDS.length + 1;

    private static final AtomicLongArray NOTHING = new AtomicLongArray(NANOS + 1);

    /** Made when it is needed: most of ten thousand endpoints may be idle. */
    private volatile AtomicLongArray counts = NOTHING;

    private final FilterCounts filters = new FilterCounts();

    CourierMetrics() {}

    /** An attempt has ended. */
    void attempted(Outcome.Kind kind, long nanos) {
        add(kind.ordinal(), 1);
        add(FIRST_BUCKET + bucket(nanos / 1e9), 1);
        add(NANOS, nanos);
    }

    /** A delivery has ended, maybe one of a replay. */
    void ended(Ending how) {
        add(FIRST_ENDING + how.ordinal(), 1);
    }

    /** What its filters have answered; counted by whoever asks them. */
    public FilterCounts filters() {
        return filters;
    }

    /** Gives the number of deliveries for each way to end. */
    public void deliveries(ObjLongConsumer<String> taker) {
        AtomicLongArray seen = counts;
        for (Ending ending : ENDINGS) {
            taker.accept(ending.label, seen.getOpaque(FIRST_ENDING + ending.ordinal()));
        }
    }

    /** Gives the number of attempts for each outcome that there was, and for {@code delivered}. */
    public void attempts(ObjLongConsumer<String> taker) {
        AtomicLongArray seen = counts;
        for (Outcome.Kind kind : KINDS) {
            long count = seen.getOpaque(kind.ordinal());
            if (count > 0 || kind == Outcome.Kind.DELIVERED) {
                taker.accept(kind.label(), count);
            }
        }
    }

    /** How many attempts took how long, in seconds. */
    public List<Bucket> durations() {
        AtomicLongArray seen = counts;
        List<Bucket> buckets = new ArrayList<>(BOUNDS.length + 1);
        long count = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            count += seen.getOpaque(FIRST_BUCKET + i);
            buckets.add(new Bucket(i < BOUNDS.length ? BOUNDS[i] : Double.POSITIVE_INFINITY, count));
        }
        return buckets;
    }

    /** How long all attempts took together, in seconds. */
    public double seconds() {
        return counts.getOpaque(NANOS) / 1e9;
    }

    private void add(int index, long more) {
        AtomicLongArray mine = counts;
        if (mine == NOTHING) {
            mine = new AtomicLongArray(NANOS + 1);
            counts = mine;
        }
        mine.setOpaque(index, mine.getPlain(index) + more);
    }

    private static int bucket(double seconds) {
        int i = 0;
        while (i < BOUNDS.length && seconds > BOUNDS[i]) {
            i++;
        }
        return i;
    }

    /** How a delivery ends. */
    enum Ending {
        DELIVERED("delivered"),
        FILTERED("filtered"),
        DEAD("dead");

        private final String label;

        Ending(String label) {
            this.label = label;
        }

        static Ending of(Settlement how) {
            return how == Settlement.DELIVERED ? DELIVERED : FILTERED;
        }
    }
}
