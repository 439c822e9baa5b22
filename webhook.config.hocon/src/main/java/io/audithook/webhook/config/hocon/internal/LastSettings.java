/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.settings.LastRight;
import org.osgi.service.component.annotations.Component;

/** What was watched last. */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings extends LastRight<HoconSettings> {}
