/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.Objects;

/**
 * An entry, or a copy of one, that is not what was stored, as far as it can be read.
 *
 * @param source where it was found: {@link #LOG}, or the number of the lane that had the copy
 * @param position its position
 * @param millis when it was accepted; 0 if nothing can be read
 * @param id the publisher's id, or that of the copy; null if there is none
 * @param key the ordering key, or null if it cannot be read
 * @param crc the checksum it should have
 * @param json the damaged bytes, or null if they cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // kept for people to look at: compared by nobody
record Damaged(String source, long position, long millis, String id, String key, int crc, byte[] json) {

    /** The source of what was in the log. */
    static final String LOG = "log";

    Damaged {
        Objects.requireNonNull(source, "source");
    }

    /** The copy that a lane had of an entry, of which nothing can be read. */
    static Damaged goneCopy(long lane, long position) {
        return new Damaged(Long.toString(lane), position, 0, null, null, 0, null);
    }

    /** An entry of which nothing can be read. */
    static Damaged unreadable(long position) {
        return new Damaged(LOG, position, 0, null, null, 0, null);
    }
}
