/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Settings;

/**
 * How much may wait for the disk.
 *
 * @param events how many events
 * @param bytes how large they may be together
 */
record PendingLimits(int events, long bytes) {

    private static final long DEFAULT_BYTES = 16L << 20;

    static PendingLimits from(Settings settings) {
        int events = settings.integer("pending.limit", 10_000, 1, 1_000_000);
        long bytes = settings.bytes("pending.bytes", 64L << 10, 1L << 30).orElse(DEFAULT_BYTES);
        return new PendingLimits(events, bytes);
    }
}
