/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.zip.CRC32C;

/** The checksum of an entry: SQLite itself has none, and would return a damaged entry as if it were sound. */
final class Checksum {

    private Checksum() {}

    static int of(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (int) crc.getValue();
    }
}
