/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

/** Where an entry of a lane is. */
enum Place {
    /** In the log, not settled. */
    OPEN,
    /** Put aside. */
    PARKED,
    /** With the dead letters. */
    DEAD,
    /** In quarantine. */
    DAMAGED,
    /** Anywhere else, or nowhere. */
    SETTLED
}
