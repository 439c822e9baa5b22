/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.settings.BearerToken;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The settings of the metrics, checked.
 *
 * @param path where they are shown
 * @param token what requests must show; empty if nothing
 * @param loopbackOnly whether other machines are refused
 */
record MetricsSettings(String path, BearerToken token, boolean loopbackOnly) {

    static final Form FORM = Form.of(MetricsConfig.class).single().strict();

    /** Of {@code audit.http}, which may be there. */
    private static final String INTAKE = "/audit/events";

    private static final String DEFAULT_PATH = "/metrics";

    /** No wildcard, and nothing that a servlet container understands in its own way. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)+");

    MetricsSettings {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(token, "token");
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static MetricsSettings from(Settings settings) {
        settings.checkKeys(FORM);
        String path = settings.value("path", MetricsSettings::path).orElse(DEFAULT_PATH);
        BearerToken token = BearerToken.from(settings, "token");
        boolean loopbackOnly = settings.flag("loopbackOnly", true);
        return settings.complete(() -> new MetricsSettings(path, token, loopbackOnly));
    }

    private static String path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must begin with / and have only letters, digits, '.', '_' and '-' between slashes");
        }
        if (text.equals(INTAKE)) {
            throw new IllegalArgumentException("must not be " + INTAKE + ", where events are taken");
        }
        return text;
    }
}
