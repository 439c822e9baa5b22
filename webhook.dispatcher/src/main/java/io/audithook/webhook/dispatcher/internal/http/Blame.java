/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

/** What a failed attempt says about whom, and so what it is charged to. */
public enum Blame {
    /** Nothing failed. */
    NOBODY,
    /** The receiver refuses this event and may well take others. */
    EVENT,
    /** The receiver refuses us, whatever the event: a wrong URL or wrong credentials. */
    SETUP,
    /** The receiver is unwell, or this event makes it so. */
    RECEIVER,
    /** The receiver was not reached, so that no event can be at fault. */
    WAY,
    /** We, or our proxy, are at fault. */
    OURS
}
