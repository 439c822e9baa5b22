/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.util.List;

/**
 * What a lane gets at a time.
 *
 * @param entries in their order, without those that are damaged
 * @param scanned the position up to which was looked
 * @param gone up to this position entries have been removed; 0 if none of those looked at is
 * @param damaged positions of those that are damaged
 */
record Chunk(List<Entry> entries, long scanned, long gone, List<Long> damaged) {

    Chunk(List<Entry> entries, long scanned) {
        this(entries, scanned, 0, List.of());
    }

    /** Nothing, and nothing was looked at. */
    static Chunk emptyAt(long position) {
        return new Chunk(List.of(), position);
    }
}
