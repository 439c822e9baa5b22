/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.webhook.settings.BearerToken;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the intake, checked.
 *
 * @param token what requests must show; empty if nothing
 * @param loopbackOnly whether other machines are refused
 * @param maxEventBytes the size of one event
 * @param timeout how long a request waits for its events to be durable
 */
record IntakeSettings(BearerToken token, boolean loopbackOnly, int maxEventBytes, Duration timeout) {

    static final Form FORM = Form.of(IntakeConfig.class).neverBare().single().strict();

    IntakeSettings {
        Objects.requireNonNull(token, "token");
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static IntakeSettings from(Settings settings) {
        settings.checkKeys(FORM);
        BearerToken token = BearerToken.from(settings, "token");
        boolean loopbackOnly = settings.flag("loopbackOnly", true);
        int maxEventBytes = settings.integer("event.maxBytes", 1 << 20, 1024, 16 << 20);
        int timeoutMillis = settings.integer("timeoutMillis", 30_000, 100, 600_000);
        return settings.complete(
                () -> new IntakeSettings(token, loopbackOnly, maxEventBytes, Duration.ofMillis(timeoutMillis)));
    }
}
