/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.settings.LastRight;
import org.osgi.service.component.annotations.Component;

/** The settings with which the outbox came up last since the bundle was started. */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings extends LastRight<OutboxSettings> {}
