/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What has happened on one connection until now.
 *
 * @param number from 1, in the order of acceptance
 * @param peer where the client is, as it is seen from here
 * @param script what it was told to do, as text
 * @param openedNanos when it was accepted
 * @param closedNanos when it ended; as {@code openedNanos} while it is open
 * @param end how it ended
 * @param detail more about the end, such as the message of an exception; may be empty
 * @param tls the TLS version agreed upon; empty without TLS and before the handshake has ended
 * @param bytesReceived bytes from the client, with TLS those inside it
 * @param bytesSent bytes to the client, with TLS those inside it
 * @param wireBytesReceived bytes from the client, with TLS those outside
 * @param wireBytesSent bytes to the client, with TLS those outside
 * @param traffic the bytes, as many as are kept
 * @param requests the requests, as many as are kept
 */
public record RecordedConnection(
        int number,
        InetSocketAddress peer,
        String script,
        long openedNanos,
        long closedNanos,
        End end,
        String detail,
        String tls,
        long bytesReceived,
        long bytesSent,
        long wireBytesReceived,
        long wireBytesSent,
        List<Traffic> traffic,
        List<RecordedRequest> requests) {

    /** How a connection ended. */
    public enum End {
        /** Not yet. */
        OPEN,
        /** The script closed it, or was over. */
        CLOSED,
        /** The script reset it. */
        RESET,
        /** The client ended it while the script hung or wanted to read. */
        PEER_CLOSED,
        /** The client reset it: reading or writing failed. */
        PEER_RESET,
        /** The TLS handshake, or TLS later on, failed; the detail says how. */
        TLS_FAILED,
        /** The server was closed. */
        SERVER_STOPPED,
        /** A mistake in the fault server; the detail says which. */
        BROKEN
    }

    /** Copies the lists. */
    public RecordedConnection {
        traffic = List.copyOf(traffic);
        requests = List.copyOf(requests);
    }

    /** Whether it has not ended. */
    public boolean open() {
        return end == End.OPEN;
    }

    /** All bytes that went one way, as many as are kept. */
    public byte[] bytes(Traffic.Direction direction) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Traffic each : traffic) {
            if (each.direction() == direction) {
                all.writeBytes(each.bytes());
            }
        }
        return all.toByteArray();
    }

    /** The same as ISO-8859-1. */
    public String text(Traffic.Direction direction) {
        return new String(bytes(direction), StandardCharsets.ISO_8859_1);
    }
}
