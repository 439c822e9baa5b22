/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.nio.charset.StandardCharsets;

/** Bytes that were received or sent at once; with TLS, what is inside it. */
public final class Traffic {

    /** Which way. */
    public enum Direction {
        /** From the client. */
        RECEIVED,
        /** To the client's kernel; whether the client has read them is not known. */
        SENT
    }

    private final int connection;
    private final long nanoTime;
    private final Direction direction;
    private final byte[] bytes;

    /**
     * Made by the server.
     *
     * @param connection the number of the connection, from 1
     * @param nanoTime when
     * @param direction which way
     * @param bytes the bytes
     */
    public Traffic(int connection, long nanoTime, Direction direction, byte[] bytes) {
        this.connection = connection;
        this.nanoTime = nanoTime;
        this.direction = direction;
        this.bytes = bytes.clone();
    }

    /** The number of the connection, from 1. */
    public int connection() {
        return connection;
    }

    /** When. */
    public long nanoTime() {
        return nanoTime;
    }

    /** Which way. */
    public Direction direction() {
        return direction;
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as ISO-8859-1. */
    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return direction + " " + bytes.length + " B on connection " + connection;
    }
}
