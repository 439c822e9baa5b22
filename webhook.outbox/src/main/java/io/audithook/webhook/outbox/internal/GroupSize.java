/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

/**
 * How many commands a commit waits for. A commit costs much the same however many share it, and the first of many that come at
 * about the same time would have one of its own; so a group waits until it is three quarters as large as those before.
 *
 * <p>It never waits for more than did come together: publishers who wait for one event before they send the next are never
 * kept waiting for others who wait for them. Few are not waited for at all. Not thread-safe.
 */
final class GroupSize {

    /** What is saved by waiting for less is not worth the wait. */
    private static final int FEW = 4;

    /** More are not waited for, however many came. */
    private static final int MANY = 1024;

    /** The largest group of late, a sixteenth less with each that was smaller. */
    private int lately;

    /** How many to wait for; one or more. */
    int wanted() {
        int wanted = Math.min(MANY, lately * 3 / 4);
        return wanted < FEW ? 1 : wanted;
    }

    /**
     * A group has come together.
     *
     * @param complete whether as many came as were wanted; there are fewer about if not
     */
    void gathered(int size, boolean complete) {
        lately = Math.max(size, complete ? lately - lately / 16 : lately / 2);
    }
}
