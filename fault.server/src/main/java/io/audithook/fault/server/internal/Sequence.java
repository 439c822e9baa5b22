/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.util.List;

/** Runs steps in order, a number of times. */
final class Sequence implements Action {

    private final List<Step> steps;
    private final long times;
    private long round;
    private int next;
    private Action current;

    Sequence(List<Step> steps, long times) {
        this.steps = steps;
        this.times = times;
    }

    @Override
    public Progress advance(Connection connection) throws IOException {
        while (true) {
            if (current == null) {
                if (next == steps.size()) {
                    next = 0;
                    round++;
                }
                if (round >= times || steps.isEmpty()) {
                    return Progress.DONE;
                }
                if (!connection.takeTurn()) {
                    return Progress.YIELD;
                }
                current = steps.get(next++).begin();
            }
            Progress progress = current.advance(connection);
            if (progress != Progress.DONE) {
                return progress;
            }
            current = null;
        }
    }

    @Override
    public long wanted(Connection connection) {
        return current == null ? Long.MAX_VALUE : current.wanted(connection);
    }
}
