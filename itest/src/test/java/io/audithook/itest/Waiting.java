/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what has to come. */
final class Waiting {

    private Waiting() {}

    /** Waits up to a minute. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, 60, condition, () -> "");
    }

    /** @param state what to say beside it if it does not come */
    static void until(String what, int seconds, Callable<Boolean> condition, Supplier<String> state) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + seconds + " s: " + what + state.get());
            }
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
