/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver on a free port; remembers, per path, the object ids of what it takes. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, List<String>> ids = new ConcurrentHashMap<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                ids.computeIfAbsent(exchange.getRequestURI().getPath(), path -> new CopyOnWriteArrayList<>())
                        .add(body.replaceAll(".*\"objectId\":\"([^\"]*)\".*", "$1"));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    void await(String name, String objectId) throws Exception {
        Waiting.until(objectId + " arrives at " + name, () -> received(name).contains(objectId));
    }

    List<String> received(String name) {
        return new ArrayList<>(ids.getOrDefault("/" + name, List.of()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
