/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A receiver on a free port; remembers the object ids of what it takes. */
final class RecordingReceiver implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final HttpServer server;
    private final List<String> ids = new ArrayList<>();
    private volatile int status = 200;
    private volatile String allowedOrigin = "";
    private volatile String lastBody = "";
    private volatile Map<String, List<String>> lastHeaders = Map.of();

    RecordingReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("OPTIONS")) {
                    if (!allowedOrigin.isEmpty()) {
                        exchange.getResponseHeaders().set("WebHook-Allowed-Origin", allowedOrigin);
                    }
                    exchange.sendResponseHeaders(200, -1);
                    return;
                }
                int answer = status;
                lastBody = body;
                lastHeaders = Map.copyOf(exchange.getRequestHeaders());
                synchronized (ids) {
                    if (answer == 200) {
                        ids.add(body.replaceAll(".*\"objectId\":\"([^\"]*)\".*", "$1"));
                    }
                    ids.notifyAll();
                }
                exchange.sendResponseHeaders(answer, -1);
            }
        });
        server.start();
    }

    /** Answers with this status from now on; takes events only with 200. */
    void answer(int newStatus) {
        status = newStatus;
    }

    /** Consents to a handshake of this origin from now on. */
    void consent(String origin) {
        allowedOrigin = origin;
    }

    String lastBody() {
        return lastBody;
    }

    /** The values of a header of the last request, its name as {@code Like-This}. */
    List<String> lastHeader(String name) {
        return lastHeaders.getOrDefault(name, List.of());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Waits until what has arrived is as wanted; gives it. */
    List<String> await(Predicate<List<String>> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (ids) {
            while (!wanted.test(ids)) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0) {
                    throw new AssertionError("After " + PATIENCE_SECONDS + " s only this has arrived: " + ids);
                }
                ids.wait(millis);
            }
            return List.copyOf(ids);
        }
    }

    List<String> received() {
        synchronized (ids) {
            return List.copyOf(ids);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
