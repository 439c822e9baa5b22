/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.Header;
import io.audithook.fault.server.RecordedConnection;
import io.audithook.fault.server.RecordedConnection.End;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Traffic;
import io.audithook.fault.server.Traffic.Direction;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What one connection has seen: counts everything, keeps the beginning. */
final class ConnectionLog implements RequestParser.Listener {

    /** About what an entry costs beside its bytes: a trickle for ever must end to be kept, too. */
    private static final int ENTRY_BYTES = 64;

    private final Journal journal;
    private final int number;
    private final InetSocketAddress peer;
    private final List<Traffic> traffic = new ArrayList<>(0);
    private final List<RecordedRequest> requests = new ArrayList<>(0);
    private final long openedNanos = System.nanoTime();
    private String script;
    private long closedNanos = openedNanos;
    private End end = End.OPEN;
    private String detail = "";
    private String tls = "";
    private long received;
    private long sent;
    private long wireReceived;
    private long wireSent;
    private long requestCount;
    private int trafficRoom;
    private int requestRoom;

    ConnectionLog(Journal journal, int number, InetSocketAddress peer, String script, int keepBytes) {
        this.journal = journal;
        this.number = number;
        this.peer = peer;
        this.script = script;
        this.trafficRoom = keepBytes;
        this.requestRoom = keepBytes;
    }

    boolean ended() {
        return end != End.OPEN;
    }

    RecordedConnection snapshot() {
        return new RecordedConnection(
                number,
                peer,
                script,
                openedNanos,
                closedNanos,
                end,
                detail,
                tls,
                received,
                sent,
                wireReceived,
                wireSent,
                traffic,
                requests);
    }

    void script(String chosen) {
        journal.change(() -> script = chosen);
    }

    void received(ByteBuffer bytes) {
        journal.change(() -> {
            received += bytes.remaining();
            journal.count(bytes.remaining(), 0);
            keep(Direction.RECEIVED, bytes.duplicate());
        });
    }

    /** The bytes of a buffer between a place and its position. */
    void sent(ByteBuffer bytes, int from) {
        journal.change(() -> {
            int count = bytes.position() - from;
            sent += count;
            journal.count(0, count);
            keep(Direction.SENT, bytes.duplicate().flip().position(from));
        });
    }

    void wire(int bytesReceived, int bytesSent) {
        journal.change(() -> {
            wireReceived += bytesReceived;
            wireSent += bytesSent;
        });
    }

    void secured(String protocol) {
        journal.change(() -> tls = protocol);
    }

    void ended(End how, String message) {
        journal.change(() -> {
            end = how;
            detail = message;
            closedNanos = System.nanoTime();
            journal.countClosed();
        });
    }

    @Override
    public void head() {
        journal.change(journal::countHead);
    }

    @Override
    public void request(String requestLine, List<Header> headers, byte[] body, long bodyLength) {
        journal.change(() -> {
            requestCount++;
            journal.countRequest();
            int cost = ENTRY_BYTES + requestLine.length() + body.length;
            for (Header header : headers) {
                cost += ENTRY_BYTES + header.name().length() + header.value().length();
            }
            if (requestRoom > 0) {
                requestRoom -= cost;
                RecordedRequest request = new RecordedRequest(
                        number, (int) requestCount, System.nanoTime(), requestLine, headers, body, bodyLength);
                requests.add(request);
                journal.keep(request);
            }
        });
    }

    @Override
    public int room() {
        return Math.max(0, requestRoom);
    }

    private void keep(Direction direction, ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), trafficRoom - ENTRY_BYTES);
        if (count > 0) {
            byte[] kept = new byte[count];
            bytes.get(kept);
            traffic.add(new Traffic(number, System.nanoTime(), direction, kept));
            trafficRoom -= ENTRY_BYTES + count;
        }
    }
}
