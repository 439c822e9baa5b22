/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.function.Consumer;

/** Makes attempts. Safe for use by many threads. */
@FunctionalInterface
public interface Transport {

    /**
     * Sends one request, never more than once, and returns before it ends.
     *
     * @param done gets the outcome exactly once, on a thread of the transport or, if the request cannot
     *     be made at all, on this one; must not block or throw
     */
    void send(WebhookRequest request, Consumer<Outcome> done);
}
