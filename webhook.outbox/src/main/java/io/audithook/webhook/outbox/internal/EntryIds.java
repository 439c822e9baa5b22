/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.UUID;

/**
 * The ids of entries that came without one: UUIDs of version 7 (RFC 9562, 5.7) made of the time, the store and
 * the position. They need no room in the store, since they can be made again.
 */
final class EntryIds {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final int POSITION_BITS = 44;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;

    private final int store;

    /** @param store tells this store from others: 30 random bits */
    EntryIds(int store) {
        this.store = store & 0x3FFF_FFFF;
    }

    String of(long millis, long position) {
        long high = (millis << 16) | VERSION_7 | (store >>> 18);
        long low = VARIANT | ((store & 0x3FFFFL) << POSITION_BITS) | (position & POSITION_MASK);
        return new UUID(high, low).toString();
    }
}
