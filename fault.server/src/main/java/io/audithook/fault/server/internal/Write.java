/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.nio.ByteBuffer;

/** Sends bytes. */
record Write(Bytes bytes) implements Step {

    @Override
    public Action begin() {
        ByteBuffer rest = bytes.buffer();
        return connection -> connection.write(rest);
    }

    @Override
    public String toString() {
        return "write " + bytes;
    }
}
