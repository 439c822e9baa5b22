/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

/** What becomes of endpoints whose file has been deleted. */
enum WhenDeleted {
    /** They stop sending, and keep what waits for them, until the file is back. */
    PAUSE,
    /** Their configurations are deleted. */
    DELETE,
    /** They go on as if nothing had happened. */
    KEEP
}
