/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what has to come. */
final class Waiting {

    private static final int PATIENCE_SECONDS = 60;

    private Waiting() {}

    /** What has to come. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String what, Condition condition) throws Exception {
        until(what, condition, () -> "");
    }

    /** @param state what to add if it does not come */
    static void until(String what, Condition condition, Callable<String> state) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what + state.call());
            }
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
