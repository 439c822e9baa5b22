/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A receiver that costs as little as possible, in a process of its own: one thread, answers every POST, counts the events,
 * those of a batch by the header that names them.
 * Reads a number from its input, counts down from it, and says now and then how many are still to come; at last 0.
 */
final class CountingReceiver {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENTS = "audithook-event-ids:".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Before the number that it has begun to count down from. */
    static final String STARTED = "from ";

    /** It says how many are to come whenever so many have arrived. */
    private static final int REPORT = 1 << 9;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    /** In the request whose end was found last. */
    private int events;

    private CountingReceiver() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        CountingReceiver receiver = new CountingReceiver();
        Thread loop = new Thread(receiver::loop, "receiver");
        loop.setDaemon(true);
        loop.start();
        System.out.println(receiver.server.socket().getLocalPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            receiver.left.set(Long.parseLong(line));
            System.out.println(STARTED + line);
        }
    }

    private void loop() {
        try {
            while (true) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        serve(key);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            System.err.println("The receiver failed: " + e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER_BYTES));
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // it comes from allocate()
    private void serve(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        int read;
        try {
            read = channel.read(buffer);
        } catch (IOException e) {
            read = -1;
        }
        if (read < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        for (int end = end(buffer); end > 0; end = end(buffer)) {
            buffer.position(end);
            channel.write(ByteBuffer.wrap(ANSWER));
            long before = left.getAndAdd(-events);
            long after = before - events;
            if (before > 0 && (after <= 0 || before / REPORT != after / REPORT)) {
                System.out.println(Math.max(0, after));
            }
        }
        buffer.compact();
    }

    /** Where the first request in the buffer ends; 0 if it is not all there. */
    @SuppressWarnings("ByteBufferBackingArray") // it comes from allocate()
    private int end(ByteBuffer buffer) {
        byte[] bytes = buffer.array();
        int from = buffer.position();
        int to = buffer.limit();
        int length = 0;
        int line = from;
        events = 1;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i - line <= 1) {
                return i + 1 + length <= to ? i + 1 + length : 0;
            }
            if (matches(bytes, line, EVENTS)) {
                for (int c = line; c < i; c++) {
                    events += bytes[c] == ',' ? 1 : 0;
                }
            }
            if (matches(bytes, line, LENGTH)) {
                length = 0;
                for (int d = line + LENGTH.length; d < i; d++) {
                    if (bytes[d] >= '0' && bytes[d] <= '9') {
                        length = length * 10 + bytes[d] - '0';
                    }
                }
            }
            line = i + 1;
        }
        return 0;
    }

    private static boolean matches(byte[] bytes, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (at + i >= bytes.length || (bytes[at + i] | 0x20) != (name[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
