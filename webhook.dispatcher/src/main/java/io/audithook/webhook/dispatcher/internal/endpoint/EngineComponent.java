/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Outbox;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The engine for as long as there is an outbox; endpoints come and go with it. */
@Component(service = EngineComponent.class)
public final class EngineComponent {

    private final Engine engine;

    /**
     * @param outbox where the events are
     * @param context our bundle
     */
    @Activate
    public EngineComponent(@Reference Outbox outbox, BundleContext context) {
        engine = new Engine(outbox, context);
    }

    Engine engine() {
        return engine;
    }

    @Deactivate
    void close() {
        engine.close();
    }
}
