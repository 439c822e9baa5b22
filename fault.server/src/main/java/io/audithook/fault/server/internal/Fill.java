/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Sends many bytes that say nothing, from one block of memory. */
record Fill(long bytes) implements Step {

    private static final Bytes BLOCK = block();

    private static Bytes block() {
        byte[] block = new byte[16 * 1024];
        Arrays.fill(block, (byte) 'x');
        return new Bytes(block);
    }

    Fill {
        if (bytes < 1) {
            throw new IllegalArgumentException("fill " + bytes + ": at least one byte");
        }
    }

    @Override
    public Action begin() {
        return new Action() {

            private long left = bytes;
            private ByteBuffer rest = ByteBuffer.allocate(0);

            @Override
            public Progress advance(Connection connection) throws IOException {
                while (left > 0 || rest.hasRemaining()) {
                    if (!rest.hasRemaining()) {
                        if (!connection.takeTurn()) {
                            return Progress.YIELD;
                        }
                        rest = BLOCK.buffer();
                        rest.limit((int) Math.min(left, rest.capacity()));
                        left -= rest.remaining();
                    }
                    Progress written = connection.write(rest);
                    if (written != Progress.DONE) {
                        return written;
                    }
                }
                return Progress.DONE;
            }
        };
    }

    @Override
    public String toString() {
        return "fill " + Words.text(bytes);
    }
}
