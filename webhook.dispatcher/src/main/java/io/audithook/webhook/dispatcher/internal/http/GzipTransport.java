/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses bodies (RFC 9110, 8.4.1.3), but for small ones, which would hardly shrink. What signs comes after it, so that
 * signatures are over the bytes that are sent. Safe for use by many threads.
 */
public final class GzipTransport implements Transport {

    private static final int MIN_BYTES = 256;

    private final Transport next;

    /** @param next sends */
    public GzipTransport(Transport next) {
        this.next = Objects.requireNonNull(next, "next");
    }

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        if (request.body().length < MIN_BYTES) {
            next.send(request, done);
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Content-Encoding", "gzip");
        next.send(request.withHeaders(headers).withBody(compressed(request.body())), done);
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return compressed.toByteArray();
    }
}
