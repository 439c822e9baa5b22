/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** Repeats a block. */
record Repeat(long times, Program block) implements Step {

    static final long FOREVER = Long.MAX_VALUE;

    Repeat {
        if (times < 1) {
            throw new IllegalArgumentException("repeat " + times + ": at least once");
        }
        if (block.arrival() != Arrival.ACCEPT || block.steps().isEmpty()) {
            throw new IllegalArgumentException("a block to repeat has steps, and does not begin with no-accept, refuse"
                    + " or drop-connects: {" + block + "}");
        }
    }

    @Override
    public Action begin() {
        return new Sequence(block.steps(), times);
    }

    @Override
    public boolean beginsTls() {
        return block.beginsTls();
    }

    @Override
    public String toString() {
        return (times == FOREVER ? "forever" : "repeat " + times) + " { " + block.block() + " }";
    }
}
