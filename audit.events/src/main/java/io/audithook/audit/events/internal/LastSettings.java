/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.LastRight;
import org.osgi.service.component.annotations.Component;

/** The settings of each source that were right last; none if its configuration was deleted. */
@Component(service = LastSettings.class, immediate = true)
public final class LastSettings extends LastRight<EventsSettings> {}
