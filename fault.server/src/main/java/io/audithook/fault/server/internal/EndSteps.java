/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.RecordedConnection;

/** The steps that end a connection, or let it hang. */
enum EndSteps implements Step {
    /** Nothing more, until the client goes. */
    HANG("hang") {
        @Override
        public Action begin() {
            return connection -> Progress.HANG;
        }
    },
    /** The output ends, input goes on. With TLS, a close_notify goes first. */
    SHUTDOWN_OUTPUT("shutdown-output") {
        @Override
        public Action begin() {
            return Connection::shutdownOutput;
        }
    },
    /** With TLS, a close_notify goes first. */
    CLOSE("close") {
        @Override
        public Action begin() {
            return Connection::closeInOrder;
        }
    },
    /** A FIN without the close_notify of TLS. */
    DROP("drop") {
        @Override
        public Action begin() {
            return connection -> connection.end(RecordedConnection.End.CLOSED, "");
        }
    },
    /** A RST. */
    RESET("reset") {
        @Override
        public Action begin() {
            return Connection::reset;
        }
    },
    /** Chooses again, for the next request on the connection. */
    NEXT("next") {
        @Override
        public Action begin() {
            return connection -> Progress.NEXT;
        }
    };

    private final String text;

    EndSteps(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
