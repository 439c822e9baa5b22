/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.settings.LastRight;
import org.osgi.service.component.annotations.Component;

/** The settings of the last configuration that was right; none if it was deleted. */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings extends LastRight<MetricsSettings> {}
