/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** One step of a script; immutable, used by many connections. Its {@code toString} is its text form. */
interface Step {

    /** Begins the step on a connection. */
    Action begin();

    /** Whether TLS begins in it: what comes before must then not be read ahead. */
    default boolean beginsTls() {
        return false;
    }
}
