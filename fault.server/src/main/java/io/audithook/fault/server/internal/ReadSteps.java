/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** The steps that take what the client sends. */
enum ReadSteps implements Step {
    /** Until the end of the next request's headers. */
    READ_HEADERS("read-headers") {
        @Override
        public Action begin() {
            return connection -> connection.consume(connection.parser().headersEnd(connection.consumed()));
        }
    },
    /** Until the end of the next request. */
    READ_REQUEST("read-request") {
        @Override
        public Action begin() {
            return connection -> connection.consume(connection.parser().requestEnd(connection.consumed()));
        }
    },
    /** Until at least one more byte has come; takes all that is there. */
    READ_ANY("read-any") {
        @Override
        public Action begin() {
            return connection -> connection.consume(Math.max(connection.consumed() + 1, connection.received()));
        }
    },
    /** Until the client has ended its output. */
    READ_TO_END("read-to-end") {
        @Override
        public Action begin() {
            return connection -> {
                connection.consume(connection.received());
                return connection.inputEnded() ? Progress.DONE : Progress.READ;
            };
        }
    },
    /** No reading from here on but by read steps: the client's writes get stuck once the kernel's buffers are full. */
    STOP_READING("stop-reading") {
        @Override
        public Action begin() {
            return connection -> connection.readAhead(false);
        }
    },
    /** Reading goes on while the script waits. */
    START_READING("start-reading") {
        @Override
        public Action begin() {
            return connection -> connection.readAhead(true);
        }
    };

    private final String text;

    ReadSteps(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
