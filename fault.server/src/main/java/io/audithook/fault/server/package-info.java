/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What tests of HTTP clients need to misbehave to order: certificates, good and bad.
 *
 * <p>All types may be used by any number of threads. Points in time are those of {@link System#nanoTime()}.
 */
@Export
@Version("1.0.0")
package io.audithook.fault.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
