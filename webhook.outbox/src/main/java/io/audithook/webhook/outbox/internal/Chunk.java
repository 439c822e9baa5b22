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
 * @param scanned the position up to which was looked, damaged entries included
 */
record Chunk(List<Entry> entries, long scanned) {

    /** Nothing, and nothing was looked at. */
    static Chunk emptyAt(long position) {
        return new Chunk(List.of(), position);
    }
}
