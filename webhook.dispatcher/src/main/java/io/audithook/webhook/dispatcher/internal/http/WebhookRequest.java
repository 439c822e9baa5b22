/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request.
 *
 * @param method what is asked for
 * @param url where to
 * @param headers the headers beside those of the connection, by name; may hold secrets
 * @param contentType the type of the body; empty if there is none
 * @param body the bytes to send; must not change
 * @param timeout the time for everything, from asking for a connection to the end of the answer
 * @param reader gets the answer; then nothing of its body is in the {@link Outcome}. Empty for those who need the status
 *     only
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record WebhookRequest(
        Method method,
        URI url,
        Map<String, String> headers,
        String contentType,
        byte[] body,
        Duration timeout,
        Optional<AnswerReader> reader) {

    /** The header with the id of the event, by the Standard Webhooks specification. */
    public static final String ID = "webhook-id";

    private static final byte[] NO_BODY = {};

    public WebhookRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(reader, "reader");
    }

    /** A POST of which the status is needed only. */
    public WebhookRequest(URI url, Map<String, String> headers, String contentType, byte[] body, Duration timeout) {
        this(Method.POST, url, headers, contentType, body, timeout, Optional.empty());
    }

    /** The question what may be done at a URL. */
    public static WebhookRequest options(URI url, Map<String, String> headers, Duration timeout, AnswerReader reader) {
        return new WebhookRequest(Method.OPTIONS, url, headers, "", NO_BODY, timeout, Optional.of(reader));
    }

    /** The same with other headers. */
    public WebhookRequest withHeaders(Map<String, String> others) {
        return new WebhookRequest(method, url, others, contentType, body, timeout, reader);
    }

    /** The same with another body of the same type. */
    public WebhookRequest withBody(byte[] other) {
        return new WebhookRequest(method, url, headers, contentType, other, timeout, reader);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "WebhookRequest[" + url.getRawAuthority() + ", " + body.length + " bytes]";
    }

    /** What is asked for. */
    public enum Method {
        /** That an event is taken. */
        POST,
        /** What may be done. */
        OPTIONS
    }
}
