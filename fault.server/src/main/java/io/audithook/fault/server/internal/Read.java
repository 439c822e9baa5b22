/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** Takes a number of bytes; what comes behind stays with the kernel. */
record Read(long bytes) implements Step {

    Read {
        if (bytes < 1) {
            throw new IllegalArgumentException("read " + bytes + ": at least one byte");
        }
    }

    @Override
    public Action begin() {
        return new Action() {

            private long end = -1;

            @Override
            public Progress advance(Connection connection) {
                if (end < 0) {
                    end = connection.consumed() + bytes;
                }
                return connection.consume(end);
            }

            @Override
            public long wanted(Connection connection) {
                return end - connection.received();
            }
        };
    }

    @Override
    public String toString() {
        return "read " + Words.text(bytes);
    }
}
