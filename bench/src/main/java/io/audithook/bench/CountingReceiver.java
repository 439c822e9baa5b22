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
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tlschannel.NeedsReadException;
import tlschannel.ServerTlsChannel;

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

    private final Optional<SSLContext> tls;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    /** In the request whose end was found last. */
    private int events;

    /** @param tls empty to speak without TLS */
    private CountingReceiver(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Runs until it is killed.
     *
     * @param args nothing, or a PKCS12 file to speak TLS with and its password
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        CountingReceiver receiver = new CountingReceiver(
                args.length == 0 ? Optional.empty() : Optional.of(context(Path.of(args[0]), args[1].toCharArray())));
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

    private static SSLContext context(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
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
            ByteChannel plain = tls.isEmpty()
                    ? channel
                    : ServerTlsChannel.newBuilder(channel, tls.get()).build();
            channel.register(selector, SelectionKey.OP_READ, new Client(plain, ByteBuffer.allocate(BUFFER_BYTES)));
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // it comes from allocate()
    private void serve(SelectionKey key) throws IOException {
        Client client = (Client) key.attachment();
        ByteBuffer buffer = client.buffer;
        int read;
        try {
            read = client.channel.read(buffer);
        } catch (NeedsReadException e) {
            return;
        } catch (IOException e) {
            read = -1;
        }
        if (read < 0) {
            client.channel.close();
            key.cancel();
            return;
        }
        buffer.flip();
        for (int end = end(buffer); end > 0; end = end(buffer)) {
            buffer.position(end);
            client.channel.write(ByteBuffer.wrap(ANSWER));
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

    /**
     * A connection.
     *
     * @param channel what was inside TLS, if there is TLS
     * @param buffer what was read and not yet looked at
     */
    private record Client(ByteChannel channel, ByteBuffer buffer) {}
}
