/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Audit events as JSON: checks, reads and writes them. Used by Audithook's own bundles and by those who
 * bring events in from elsewhere.
 */
@Export
@Version("1.0.0")
package io.audithook.audit.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
