/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A very small webhook receiver: on any path it shows the JSON of each POST, indented, and answers {@code OK}.
 */
public final class Receiver implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 16 << 20;

    static {
        // JDK 17 sends head and body of an answer one after the other, and the body would wait 40 ms for the head's
        // receipt
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "audithook-receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final Consumer<String> show;

    /**
     * Starts to listen.
     *
     * @param address where; port 0 for any that is free
     * @param show gets each body, indented; called by several threads, one at a time
     * @throws IOException if the port is taken
     */
    public Receiver(InetSocketAddress address, Consumer<String> show) throws IOException {
        this.show = show;
        try {
            server = HttpServer.create(address, 64);
        } catch (IOException e) {
            threads.shutdown();
            throw e;
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!"POST".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "POST");
                answer(exchange, 405, "POST only");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                answer(exchange, 413, "too large");
                return;
            }
            String text = JsonText.indent(body);
            synchronized (this) {
                show.accept(text);
            }
            answer(exchange, 200, "OK");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
