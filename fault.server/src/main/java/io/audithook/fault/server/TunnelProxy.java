/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.Relay;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy without faults that takes every tunnel to one port of this host, whatever CONNECT asks for. */
public final class TunnelProxy implements AutoCloseable {

    private static final byte[] GRANTED = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Relay relay;

    /**
     * Begins to listen.
     *
     * @param target the port that all tunnels lead to
     */
    public TunnelProxy(int target) throws IOException {
        this.relay = new Relay("tunnel-proxy", target, this::agree);
    }

    /** Where it listens. */
    public int port() {
        return relay.port();
    }

    /** The heads of what clients have asked for, in the order they came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Listens no more, and ends all tunnels. */
    @Override
    public void close() throws IOException {
        relay.close();
    }

    private boolean agree(Socket client) throws IOException {
        String head = head(client.getInputStream());
        requests.add(head);
        if (!head.startsWith("CONNECT ")) {
            return false;
        }
        client.getOutputStream().write(GRANTED);
        return true;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The client has gone before the end of its request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
