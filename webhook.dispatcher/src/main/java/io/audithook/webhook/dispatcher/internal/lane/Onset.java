/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.time.Duration;

/**
 * Tells the first of many like things, so that the log has a line when they begin to happen, and not one for each. They have ended
 * once a minute has gone by without any; a receiver that refuses every second event is in one and the same state.
 */
final class Onset {

    static final Duration QUIET = Duration.ofMinutes(1);

    private boolean happened;
    private long last;

    /**
     * It has happened.
     *
     * @param nanos when
     * @return whether it had not for a while
     */
    boolean begins(long nanos) {
        boolean first = !happened || nanos - last >= QUIET.toNanos();
        happened = true;
        last = nanos;
        return first;
    }
}
