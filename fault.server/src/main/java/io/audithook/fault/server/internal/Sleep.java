/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.time.Duration;

/** Waits, for a time between two bounds that the seed decides. */
record Sleep(Duration min, Duration max) implements Step {

    Sleep {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    "sleep " + Words.text(min) + ".." + Words.text(max) + ": from 0, and min <= max");
        }
    }

    @Override
    public Action begin() {
        return new Pause(min.toNanos(), max.toNanos());
    }

    @Override
    public String toString() {
        return "sleep " + Words.text(min) + (max.equals(min) ? "" : ".." + Words.text(max));
    }
}
