/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that makes tunnels to one port. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int target;

    TunnelProxy(int target) throws IOException {
        this.target = target;
        begin(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            begin(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.getInputStream().read());
        }
        assertThat(head).startsWith("CONNECT localhost:" + target + " ");
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Socket receiver = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(receiver);
        begin(() -> receiver.getInputStream().transferTo(client.getOutputStream()));
        client.getInputStream().transferTo(receiver.getOutputStream());
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it fails when somebody closes: that is how it ends
    private void begin(Callable<?> task) {
        threads.submit(task);
    }
}
