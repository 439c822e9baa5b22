/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.LastRight;
import org.osgi.service.component.annotations.Component;

/** The settings of the framework's source that were right last; none if they were deleted. */
@Component(service = LastFrameworkSettings.class, immediate = true)
public final class LastFrameworkSettings extends LastRight<FrameworkSettings> {}
