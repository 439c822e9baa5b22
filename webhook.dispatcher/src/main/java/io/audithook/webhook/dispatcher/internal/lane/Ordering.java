/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

/** Which deliveries of an endpoint wait for one another. */
public enum Ordering {
    /** One at a time per ordering key; keys do not wait for one another. */
    KEY,
    /** One at a time. */
    STRICT,
    /** None waits. */
    NONE
}
