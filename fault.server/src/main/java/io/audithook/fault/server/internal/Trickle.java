/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sends bytes a few at a time, and waits after each piece. */
record Trickle(Bytes bytes, int piece, Duration interval) implements Step {

    Trickle {
        if (piece < 1 || bytes.length() == 0) {
            throw new IllegalArgumentException("trickle: at least one byte in a piece, and one piece");
        }
    }

    @Override
    public Action begin() {
        return new Action() {

            private final ByteBuffer rest = bytes.buffer().limit(0);
            private Pause pause;

            @Override
            public Progress advance(Connection connection) throws IOException {
                while (true) {
                    if (pause != null) {
                        Progress waiting = pause.advance(connection);
                        if (waiting != Progress.DONE) {
                            return waiting;
                        }
                        pause = null;
                    }
                    if (rest.position() == rest.capacity()) {
                        return Progress.DONE;
                    }
                    if (!rest.hasRemaining()) {
                        if (!connection.takeTurn()) {
                            return Progress.YIELD;
                        }
                        rest.limit(Math.min(rest.capacity(), rest.position() + piece));
                    }
                    Progress written = connection.write(rest);
                    if (written != Progress.DONE) {
                        return written;
                    }
                    pause = new Pause(interval.toNanos(), interval.toNanos());
                }
            }
        };
    }

    @Override
    public String toString() {
        return "trickle " + bytes + " every " + Words.text(interval) + (piece == 1 ? "" : " by " + Words.text(piece));
    }
}
