/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The one reader and validator of configurations: {@link io.audithook.webhook.settings.Settings} over what Config Admin
 * holds, {@link io.audithook.webhook.settings.Form} for the keys there are, {@link io.audithook.webhook.settings.Problem}
 * for what is wrong. Carried privately inside each bundle that reads a configuration, and exported by none.
 */
package io.audithook.webhook.settings;
