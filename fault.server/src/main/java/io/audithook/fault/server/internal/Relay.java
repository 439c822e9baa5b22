/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes connections to one port of this host, each once it was agreed on. Two daemon threads for each. */
public final class Relay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final String name;
    private final int target;
    private final Agreement agreement;

    /**
     * Begins to listen.
     *
     * @param name for the threads
     * @param target the port to go to
     */
    public Relay(String name, int target, Agreement agreement) throws IOException {
        this.name = name;
        this.target = target;
        this.agreement = agreement;
        begin(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Listens no more, and ends all connections. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            begin(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            if (agreement.with(client)) {
                Socket receiver = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(receiver);
                begin(() -> pass(receiver, client));
                pass(client, receiver);
            }
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private void begin(Task task) {
        Thread thread = new Thread(() -> run(task), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (IOException e) {
            // somebody has closed: that is how it ends
        }
    }

    /** What client and proxy say to each other first. */
    @FunctionalInterface
    public interface Agreement {

        /** Whether the client is to be connected. */
        boolean with(Socket client) throws IOException;
    }

    private interface Task {

        void run() throws IOException;
    }
}
