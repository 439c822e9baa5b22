/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;

/** What a lane has done, for others to look at. Written inside the lane only, read by anybody. */
final class LaneCounters {

    private volatile long delivered;
    private volatile long dead;
    private volatile long filtered;
    private volatile String trouble = "";
    private boolean failing;

    /** Counts one; tells whether it ends a row of failures. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    boolean delivered() {
        delivered++;
        boolean recovered = failing;
        if (recovered) {
            failing = false;
            trouble = "";
        }
        return recovered;
    }

    /** Takes note of a failed attempt; tells whether it begins a row of failures. */
    boolean failed(Outcome outcome) {
        boolean first = !failing;
        failing = true;
        trouble = outcome.toString();
        return first;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void dead() {
        dead++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void filtered() {
        filtered++;
    }

    void trouble(String text) {
        trouble = text;
    }

    long deliveredCount() {
        return delivered;
    }

    long deadCount() {
        return dead;
    }

    long filteredCount() {
        return filtered;
    }

    /** What is wrong at the moment; empty if nothing is. */
    String currentTrouble() {
        return trouble;
    }
}
