/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One POST.
 *
 * @param url where to
 * @param headers the headers beside those of the connection, by name; may hold secrets
 * @param contentType the type of the body
 * @param body the bytes to send; must not change
 * @param timeout the time for everything, from asking for a connection to the end of the answer
 * @param reader gets the body of the answer, piece by piece and to a limit, whatever the status; must not block or throw
 *     or keep a piece. Then nothing of it is in the {@link Outcome}. Empty for those who need the status only
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record WebhookRequest(
        URI url,
        Map<String, String> headers,
        String contentType,
        byte[] body,
        Duration timeout,
        Optional<Consumer<ByteBuffer>> reader) {

    public WebhookRequest {
        Objects.requireNonNull(reader, "reader");
    }

    public WebhookRequest(URI url, Map<String, String> headers, String contentType, byte[] body, Duration timeout) {
        this(url, headers, contentType, body, timeout, Optional.empty());
    }

    /** The same with other headers. */
    public WebhookRequest withHeaders(Map<String, String> others) {
        return new WebhookRequest(url, others, contentType, body, timeout, reader);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "WebhookRequest[" + url.getHost() + ", " + body.length + " bytes]";
    }
}
