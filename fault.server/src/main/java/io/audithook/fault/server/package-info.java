/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A scripted HTTP(S) server for tests: it does, on loopback, what the worst of receivers and proxies do, the same
 * way each time, and keeps a record of it. Start at {@link io.audithook.fault.server.FaultServer}; scripts are
 * {@link io.audithook.fault.server.Script}s, ready-made ones are in {@link io.audithook.fault.server.Faults},
 * {@link io.audithook.fault.server.Answers}, {@link io.audithook.fault.server.TlsFaults} and {@link
 * io.audithook.fault.server.ProxyFaults}.
 *
 * <p>All types may be used by any number of threads. Points in time are those of {@link System#nanoTime()}.
 */
@Export
@Version("1.0.0")
package io.audithook.fault.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
