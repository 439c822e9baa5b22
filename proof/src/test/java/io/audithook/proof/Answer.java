/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What a receiver does with a complete request. */
enum Answer {
    /** 200. */
    OK(200),
    /** 500. */
    FAIL(500),
    /** Nothing, for ever. */
    HANG(0),
    /** 200, at one byte every now and then, without an end. */
    TRICKLE(0);

    private final int status;

    Answer(int status) {
        this.status = status;
    }

    /** What counts as answered; 0 if the answer never ends. */
    int status() {
        return status;
    }

    static Supplier<Answer> always(Answer answer) {
        return () -> answer;
    }

    /** Fails this part of all requests. For one thread. */
    static Supplier<Answer> failing(double part, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> random.nextDouble() < part ? FAIL : OK;
    }
}
