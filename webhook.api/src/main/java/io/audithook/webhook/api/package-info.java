/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The contracts between Audithook's bundles, and for those who extend it: where events are kept
 * ({@link io.audithook.webhook.api.Outbox}), how a connection is secured ({@link
 * io.audithook.webhook.api.TlsProfile}) and routed ({@link io.audithook.webhook.api.ProxyProfile}),
 * what an event looks like on the wire ({@link io.audithook.webhook.api.PayloadFormat}), and what is going on ({@link io.audithook.webhook.api.Endpoints}, in numbers
 * {@link io.audithook.webhook.api.MetricSource}).
 */
@Export
@Version("1.0.0")
package io.audithook.webhook.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
