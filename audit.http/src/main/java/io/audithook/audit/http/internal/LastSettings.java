/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Component;

/**
 * The settings of the last configuration that was right, since the bundle was started. The intake begins anew with each audit
 * trail, so that nobody else could remember them.
 */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings {

    private final AtomicReference<Optional<IntakeSettings>> last = new AtomicReference<>(Optional.empty());

    void set(Optional<IntakeSettings> settings) {
        last.set(settings);
    }

    /** Empty if there was no configuration. */
    Optional<IntakeSettings> get() {
        return last.get();
    }
}
