/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;

/**
 * What of the framework is recorded.
 *
 * @param configurations changes of configurations
 * @param bundles the life of bundles
 * @param errors errors of the framework
 * @param limits how much may wait for the disk
 */
record FrameworkSettings(boolean configurations, boolean bundles, boolean errors, PendingLimits limits) {

    static final Form FORM = Form.of(FrameworkConfig.class).single();

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static FrameworkSettings from(Settings settings) {
        settings.checkKeys(FORM);
        boolean configurations = settings.flag("configurations", false);
        boolean bundles = settings.flag("bundles", false);
        boolean errors = settings.flag("errors", false);
        PendingLimits limits = PendingLimits.from(settings);
        return settings.complete(() -> new FrameworkSettings(configurations, bundles, errors, limits));
    }
}
