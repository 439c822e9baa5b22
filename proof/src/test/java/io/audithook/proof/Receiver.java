/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The other end of all webhooks of a proof: one thread, one port, an {@link Inbox} per path. What it received, it has
 * seen completely, and in one order. It can be taken down and brought back, on the same port.
 */
final class Receiver implements AutoCloseable {

    private static final int TRICKLE_MILLIS = 200;

    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Selector selector = Selector.open();
    private final InetSocketAddress address;

    // inside the loop only
    private ServerSocketChannel server;
    /** Keeps the port ours while nobody listens. */
    private SocketChannel holder;

    private long nextTrickle;

    Receiver() throws IOException {
        holder = hold(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) holder.getLocalAddress();
        open();
        Thread loop = new Thread(this::loop, "proof-receiver");
        loop.setDaemon(true);
        loop.start();
    }

    URI uri(String name) {
        return URI.create("http://127.0.0.1:" + address.getPort() + "/" + name);
    }

    /** What arrives at {@link #uri} of that name. */
    Inbox inbox(String name) {
        return inboxes.computeIfAbsent("/" + name, path -> new Inbox());
    }

    /** Every path that was asked for. */
    Map<String, Inbox> inboxes() {
        return Map.copyOf(inboxes);
    }

    /** Resets all connections and refuses new ones. Returns when that is so. */
    void refuse() {
        inLoop(() -> {
            if (server == null) {
                return;
            }
            server.close();
            server = null;
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof RequestReader) {
                    SocketChannel channel = (SocketChannel) key.channel();
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    channel.close();
                }
            }
            // the closed channel lets go of the port only when it leaves the selector
            selector.selectNow();
            holder = hold(address);
        });
    }

    /** Takes connections again. */
    void listen() {
        inLoop(() -> {
            if (server == null) {
                open();
            }
        });
    }

    /** How many connections are open; 0 when all that a dead process sent was seen. */
    int connections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        inLoop(() -> {
            // a connection that nobody has taken yet may bring requests all the same
            accept();
            count.complete((int) selector.keys().stream()
                    .filter(key -> key.isValid() && key.attachment() instanceof RequestReader)
                    .count());
        });
        return count.join();
    }

    @Override
    public void close() {
        refuse();
        inLoop(() -> {
            holder.close();
            selector.close();
        });
    }

    private static SocketChannel hold(InetSocketAddress at) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(at);
        return channel;
    }

    private void open() throws IOException {
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address, 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        holder.close();
    }

    private void inLoop(Command command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(() -> {
            try {
                command.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        done.join();
    }

    private void loop() {
        try {
            while (selector.isOpen()) {
                selector.select(TRICKLE_MILLIS);
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                if (!selector.isOpen()) {
                    return;
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (!key.isValid()) {
                        continue;
                    }
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        ((RequestReader) key.attachment()).read();
                    }
                }
                selector.selectedKeys().clear();
                trickle();
            }
        } catch (ClosedSelectorException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all connections that wait. */
    private void accept() throws IOException {
        if (server == null) {
            return;
        }
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(
                    selector,
                    SelectionKey.OP_READ,
                    new RequestReader(channel, path -> inboxes.computeIfAbsent(path, unasked -> new Inbox())));
        }
    }

    private void trickle() {
        if (System.nanoTime() < nextTrickle) {
            return;
        }
        nextTrickle = System.nanoTime() + TRICKLE_MILLIS * 1_000_000L;
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof RequestReader reader) {
                reader.trickle();
            }
        }
    }

    /** Something that only the loop may do. */
    private interface Command {
        void run() throws IOException;
    }
}
