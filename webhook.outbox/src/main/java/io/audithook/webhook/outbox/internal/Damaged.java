/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

/**
 * An entry that is not what was stored, as far as it can be read.
 *
 * @param position where it is
 * @param millis when it was accepted; 0 if nothing can be read
 * @param publisherId the publisher's id, or null
 * @param key the ordering key, or null if it cannot be read
 * @param crc the checksum it should have
 * @param json the damaged bytes, or null if they cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // kept for people to look at: compared by nobody
record Damaged(long position, long millis, String publisherId, String key, int crc, byte[] json) {

    /** An entry of which nothing can be read. */
    static Damaged unreadable(long position) {
        return new Damaged(position, 0, null, null, 0, null);
    }
}
