/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The listening socket, which can also be there and not accept, or not be there. Keeps its port all the while. */
final class Listener {

    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    /** Linux lets one more than the backlog wait; the others are to be dropped for certain. */
    private static final int FILLERS = 4;

    private final Selector selector;
    private final int backlog;
    private final Loop.Ready onAccept;
    private final InetSocketAddress address;
    private final List<NetworkChannel> aside = new ArrayList<>();
    private ServerSocketChannel server;
    private SelectionKey key;
    private Arrival arrival = Arrival.ACCEPT;

    Listener(Selector selector, InetSocketAddress wanted, int backlog, Loop.Ready onAccept) throws IOException {
        this.selector = selector;
        this.backlog = backlog;
        this.onAccept = onAccept;
        listen(wanted, backlog);
        address = (InetSocketAddress) server.getLocalAddress();
        key.interestOps(SelectionKey.OP_ACCEPT);
    }

    int port() {
        return address.getPort();
    }

    boolean accepts() {
        return arrival == Arrival.ACCEPT;
    }

    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /** Does not accept until it is told to {@link #become} something again. */
    void pause() {
        key.interestOps(0);
        arrival = Arrival.LEAVE;
    }

    void become(Arrival wanted) throws IOException {
        if (wanted == arrival) {
            return;
        }
        boolean listens = arrival == Arrival.ACCEPT || arrival == Arrival.LEAVE;
        boolean willListen = wanted == Arrival.ACCEPT || wanted == Arrival.LEAVE;
        if (!listens || !willListen) {
            stop();
        }
        arrival = wanted;
        switch (wanted) {
            case REFUSE -> {
                SocketChannel holder = SocketChannel.open();
                aside.add(holder);
                // bound and not listening: connections are refused, and the port stays ours
                holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                holder.bind(address);
            }
            case DROP -> {
                listen(address, 1);
                for (int i = 0; i < FILLERS; i++) {
                    SocketChannel filler = SocketChannel.open();
                    aside.add(filler);
                    filler.configureBlocking(false);
                    filler.connect(address);
                }
            }
            default -> {
                if (!listens) {
                    listen(address, backlog);
                }
                key.interestOps(wanted == Arrival.ACCEPT ? SelectionKey.OP_ACCEPT : 0);
            }
        }
    }

    void close() {
        try {
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(SocketAddress where, int waiting) throws IOException {
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            // what accepted sockets inherit: a client's writes get stuck soon when nobody reads
            server.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            server.bind(where, waiting);
            key = server.register(selector, 0, onAccept);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void stop() throws IOException {
        for (NetworkChannel each : aside) {
            each.close();
        }
        aside.clear();
        server.close();
        // the port is free only once the selector has let go of the socket
        selector.selectNow();
    }
}
