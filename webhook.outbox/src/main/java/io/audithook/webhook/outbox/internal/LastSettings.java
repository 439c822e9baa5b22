/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Component;

/**
 * The settings with which the outbox came up last since the bundle was started. Declarative Services make a new outbox for each
 * change of its configuration, so that nobody else could remember them.
 */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings {

    private final AtomicReference<OutboxSettings> last = new AtomicReference<>();

    void set(OutboxSettings settings) {
        last.set(settings);
    }

    Optional<OutboxSettings> get() {
        return Optional.ofNullable(last.get());
    }
}
