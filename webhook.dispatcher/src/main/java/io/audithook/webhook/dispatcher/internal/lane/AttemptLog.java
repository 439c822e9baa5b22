/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import java.util.ArrayList;
import java.util.List;

/** The latest attempts of an endpoint. Safe for use by many threads. */
final class AttemptLog {

    private static final int KEPT = 64;

    /** Made when it is needed: most of ten thousand endpoints may be idle. */
    private Attempt[] ring;

    private int next;
    private long written;

    synchronized void add(Attempt attempt) {
        if (ring == null) {
            ring = new Attempt[KEPT];
        }
        ring[next] = attempt;
        next = (next + 1) % KEPT;
        written++;
    }

    /** The latest first. */
    synchronized List<Attempt> latest(int max) {
        int count = (int) Math.min(Math.min(max, KEPT), written);
        List<Attempt> found = new ArrayList<>(Math.max(0, count));
        for (int i = 1; i <= count; i++) {
            found.add(ring[Math.floorMod(next - i, KEPT)]);
        }
        return found;
    }
}
