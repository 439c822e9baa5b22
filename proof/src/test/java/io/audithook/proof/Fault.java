/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

/**
 * A disturbance that may explain a duplicate.
 *
 * @param begin from then on, something may be delivered again because of it
 * @param end from then on, nothing new that is delivered can come again because of it
 */
record Fault(long begin, long end) {

    /** One that began then, on the clock of {@link System#nanoTime}, and is over. */
    static Fault since(long begin) {
        return new Fault(begin, System.nanoTime());
    }
}
