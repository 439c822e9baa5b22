/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was seen a moment ago, so that reading all attributes of thousands of MBeans takes one look. Safe for use by many
 * threads.
 */
final class Latest<T> implements Supplier<T> {

    private static final long NANOS = 1_000_000_000;

    private final Supplier<T> look;
    private final LongSupplier nanoTime;
    private T seen;
    private long seenAt;

    /** @param look gives what is so now; never null */
    Latest(Supplier<T> look, LongSupplier nanoTime) {
        this.look = look;
        this.nanoTime = nanoTime;
    }

    /** What was so at most a second ago. */
    @Override
    public synchronized T get() {
        if (seen == null || nanoTime.getAsLong() - seenAt >= NANOS) {
            seen = look.get();
            seenAt = nanoTime.getAsLong();
        }
        return seen;
    }

    /** Looks again the next time. */
    synchronized void forget() {
        seen = null;
    }
}
