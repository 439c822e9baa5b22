/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;

/** A step while it is run on one connection. Called on the thread of the loop only; never blocks. */
interface Action {

    Progress advance(Connection connection) throws IOException;

    /** How many bytes it wants read at most, so that the rest stays with the kernel. */
    default long wanted(Connection connection) {
        return Long.MAX_VALUE;
    }
}
