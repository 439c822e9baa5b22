/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A request that was seen as a whole, whether or not the script read it. */
public final class RecordedRequest {

    private final int connection;
    private final int number;
    private final long nanoTime;
    private final String requestLine;
    private final List<Header> headers;
    private final byte[] body;
    private final long bodyLength;

    /**
     * Made by the server.
     *
     * @param connection the number of its connection, from 1
     * @param number its number on that connection, from 1
     * @param nanoTime when its last byte came
     * @param requestLine method, target and version with one space between them
     * @param headers in their order
     * @param body decoded from chunks, as much of it as is kept
     * @param bodyLength bytes of the whole body
     */
    public RecordedRequest(
            int connection,
            int number,
            long nanoTime,
            String requestLine,
            List<Header> headers,
            byte[] body,
            long bodyLength) {
        this.connection = connection;
        this.number = number;
        this.nanoTime = nanoTime;
        this.requestLine = requestLine;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
        this.bodyLength = bodyLength;
    }

    /** The number of its connection, from 1. */
    public int connection() {
        return connection;
    }

    /** Its number on that connection, from 1. */
    public int number() {
        return number;
    }

    /** When its last byte came. */
    public long nanoTime() {
        return nanoTime;
    }

    /** Such as {@code POST}. */
    public String method() {
        return requestLine.substring(0, requestLine.indexOf(' '));
    }

    /** As it was sent: with the query; a whole URL or an authority if it was sent to a proxy. */
    public String target() {
        return requestLine.substring(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(' '));
    }

    /** The target without scheme, authority and query. */
    public String path() {
        String target = target();
        int scheme = target.indexOf("://");
        if (scheme >= 0 && !target.startsWith("/")) {
            int slash = target.indexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Such as {@code HTTP/1.1}. */
    public String version() {
        return requestLine.substring(requestLine.lastIndexOf(' ') + 1);
    }

    /** All fields in their order. */
    public List<Header> headers() {
        return headers;
    }

    /** The value of the first field of that name, in any case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The values of all fields of that name, in any case. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The body, chunks decoded; cut at what the server keeps for each connection. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Bytes of the whole body, of which {@link #body()} may be the beginning. */
    public long bodyLength() {
        return bodyLength;
    }

    @Override
    public String toString() {
        return requestLine + " (connection " + connection + ", request " + number + ", body of " + bodyLength + " B)";
    }
}
