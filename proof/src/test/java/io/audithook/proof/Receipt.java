/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

/**
 * A request that a receiver saw completely.
 *
 * @param event what its body says it is
 * @param id its header {@code webhook-id}
 * @param checksum of the body
 * @param status what was answered; 0 if nothing was, or not all
 * @param nanos when it was complete, on the clock of {@link System#nanoTime}
 */
record Receipt(Event event, String id, int checksum, int status, long nanos) {

    boolean successful() {
        return status / 100 == 2;
    }
}
