/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** What becomes of a connection before there is one. */
public enum Arrival {
    /** It is accepted. */
    ACCEPT("accept"),
    /** It stays in the backlog: the client is connected and nobody is there. */
    LEAVE("no-accept"),
    /** Nobody listens. */
    REFUSE("refuse"),
    /** The backlog is full: the client's SYN is dropped. */
    DROP("drop-connects");

    private final String text;

    Arrival(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
