/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The watch that all TLS profiles share; there as long as there are any. */
@Component(service = MaterialWatchComponent.class)
public final class MaterialWatchComponent {

    private final MaterialWatch watch;

    /** Starts the thread. */
    @Activate
    public MaterialWatchComponent() {
        this(new MaterialWatch());
    }

    MaterialWatchComponent(MaterialWatch watch) {
        this.watch = Objects.requireNonNull(watch, "watch");
    }

    MaterialWatch watch() {
        return watch;
    }

    @Deactivate
    void close() {
        watch.close();
    }
}
