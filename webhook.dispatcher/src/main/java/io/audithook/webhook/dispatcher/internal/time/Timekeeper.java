/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.time;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Time as the dispatcher sees it: a clock and a way to be called later, in one seam, so that a test can
 * move both. Safe for use by many threads.
 */
public interface Timekeeper extends InstantSource {

    /** Nanoseconds of a clock that only goes forward, for measuring. */
    long nanoTime();

    /** Runs the task once after the delay, on a thread where it must not block. */
    void schedule(Duration delay, Runnable task);
}
