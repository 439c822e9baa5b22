/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The CRC32C over the fields of a row: SQLite itself has none, and would return a damaged row as if it were sound. Used by
 * one thread at a time.
 */
final class Checksum {

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    /** Of an event alone, which tells whether two events with the same id are the same. */
    static int of(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (int) crc.getValue();
    }

    /** Of an entry in the log of version 3. */
    int ofEntry(EntryPack.Packed entry) {
        return reset().add(entry.position())
                .add(entry.millis())
                .add(entry.publisherId())
                .add(entry.key())
                .add(entry.total())
                .add(entry.json())
                .value();
    }

    /** Of the copy of an entry that a lane keeps. */
    int ofCopy(long lane, Entry entry) {
        return reset().add(lane)
                .add(entry.position())
                .add(entry.acceptedAt().toEpochMilli())
                .add(entry.id())
                .add(entry.key())
                .add(entry.json())
                .value();
    }

    /** Begins anew. */
    Checksum reset() {
        crc.reset();
        return this;
    }

    Checksum add(long value) {
        number.putLong(0, value);
        crc.update(number.array());
        return this;
    }

    /** @param text may be null, which is not the same as empty */
    Checksum add(String text) {
        return add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param bytes may be null, which is not the same as empty */
    Checksum add(byte[] bytes) {
        add(bytes == null ? -1L : bytes.length);
        if (bytes != null) {
            crc.update(bytes);
        }
        return this;
    }

    int value() {
        return (int) crc.getValue();
    }
}
