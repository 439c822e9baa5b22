/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.time.Instant;
import java.util.Map;

/**
 * What an endpoint delivers by.
 *
 * @param configuration as Config Admin has it
 * @param settings what it says
 * @param wiring the services it is wired to
 * @param end only what was accepted before is delivered, the rest is dropped
 */
record Setup(Map<String, Object> configuration, EndpointSettings settings, Wiring wiring, Instant end) {

    /** What delivers all events. */
    Setup(Map<String, Object> configuration, EndpointSettings settings, Wiring wiring) {
        this(configuration, settings, wiring, Instant.MAX);
    }

    /** The same, which delivers only what was accepted before. */
    Setup until(Instant accepted) {
        return new Setup(configuration, settings, wiring, accepted);
    }

    /** Whether it delivers at all. */
    boolean delivers() {
        return settings.enabled();
    }

    /**
     * The same with a use of the services of its own.
     *
     * @throws IllegalStateException if a service has gone
     */
    Setup again() {
        return new Setup(configuration, settings, wiring.again(), end);
    }
}
