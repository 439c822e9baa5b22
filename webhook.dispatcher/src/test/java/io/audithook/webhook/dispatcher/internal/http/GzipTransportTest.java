/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipTransportTest {

    private final List<WebhookRequest> sent = new ArrayList<>();
    private final Transport transport = new GzipTransport((request, done) -> sent.add(request));

    @Test
    void send_largeBody_isCompressedAndSaysSo() throws Exception {
        byte[] body = "{\"text\":\"all alike\"}".repeat(100).getBytes(StandardCharsets.UTF_8);
        transport.send(request(body), outcome -> {});
        WebhookRequest request = sent.get(0);
        assertThat(request.headers()).containsExactly(Map.entry("a", "b"), Map.entry("Content-Encoding", "gzip"));
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.body().length).isLessThan(body.length / 4);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void send_smallBody_isLeftAlone() {
        WebhookRequest request = request(new byte[255]);
        transport.send(request, outcome -> {});
        assertThat(sent).containsExactly(request);
    }

    private static WebhookRequest request(byte[] body) {
        return new WebhookRequest(
                URI.create("http://localhost/"), Map.of("a", "b"), "application/json", body, Duration.ofSeconds(1));
    }
}
