/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One POST.
 *
 * @param url where to
 * @param headers the headers beside those of the connection, by name
 * @param contentType the type of the body
 * @param body the bytes to send; must not change
 * @param timeout the time for everything, from asking for a connection to the end of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record WebhookRequest(URI url, Map<String, String> headers, String contentType, byte[] body, Duration timeout) {}
