/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What applications and filter authors compile against.
 *
 * <p>Applications build an {@link io.audithook.audit.api.AuditEvent} and call the {@link
 * io.audithook.audit.api.AuditTrail} service. Filter authors implement {@link
 * io.audithook.audit.api.EventFilter} and register it as a service. Audithook provides everything
 * else in this package.
 */
@Export
@Version("1.0.0")
package io.audithook.audit.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
