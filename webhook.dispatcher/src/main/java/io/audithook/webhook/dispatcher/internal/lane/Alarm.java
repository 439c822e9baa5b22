/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;

/** Rings once at the earliest of the times it is set to. Belongs to one serial executor. */
final class Alarm {

    private final Timekeeper time;
    private final Runnable ring;
    private boolean set;
    private long at;

    Alarm(Timekeeper time, Runnable ring) {
        this.time = time;
        this.ring = ring;
    }

    /** Rings so many nanoseconds from now, or earlier. */
    void in(long nanos) {
        long now = time.nanoTime();
        // one that has rung is no longer set
        if (set && at - now > 0 && at - now <= nanos) {
            return;
        }
        set = true;
        at = now + nanos;
        time.schedule(Duration.ofNanos(nanos), ring);
    }
}
