/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomHeadersTest {

    private static Map<String, String> headers(Object value, String... more) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("url", "http://localhost:5000/webhook");
        configuration.put("headers", value);
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        Map<String, String> headers =
                new HashMap<>(EndpointSettings.from(new Settings(EndpointConfig.PID, configuration))
                        .headers());
        headers.remove("User-Agent");
        return headers;
    }

    @Test
    void headers_inEveryType_areRead() {
        Map<String, String> both = Map.of("X-Env", "prod", "Accept", "text/html, application/json");
        assertThat(headers(new String[] {"X-Env: prod", "Accept:text/html, application/json"}))
                .isEqualTo(both);
        assertThat(headers(List.of(" X-Env:  prod ", "Accept: text/html, application/json")))
                .isEqualTo(both);
        assertThat(headers("X-Env: prod, Accept: text/html, application/json")).isEqualTo(both);
        assertThat(headers("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "Connection",
                "Keep-Alive",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Content-Length",
                "Content-Type",
                "content-encoding",
                "Content-Digest",
                "Date",
                "User-Agent",
                "Proxy-Authorization",
                "Proxy-Connection",
                "HTTP2-Settings",
                "webhook-id",
                "Webhook-Signature",
                "WebHook-Request-Origin",
                "audithook-event-ids",
                "Audithook-Replay",
                "ce-id",
                "X-Hub-Signature-256"
            })
    void name_thatIsOurs_isRefused(String name) {
        assertThatThrownBy(() -> headers(new String[] {"X-A: 1", name + ": MARKER"}))
                .hasMessage("io.audithook.endpoint: " + "headers: " + name
                        + " is reserved: it is set by other keys, or by the client");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                ": MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                "X Y: MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                "X(Y): MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                "X-Ä: MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                "X-A\\r\\nX-B: MARKER|headers: header 1 must be NAME: VALUE, with letters, digits and hyphens in the name",
                "X-A: MARKER\\r\\nHost: x|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A: MARKER\\nx|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A: MARKER\\0|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A: MARKER\\tx|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A: MARKERä|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A:|headers: X-A must have a value of 1 to 4096 visible ASCII characters",
                "X-A: $[secret:MARKER]|headers holds a placeholder $[...] that nothing has resolved",
            })
    void line_thatCouldInject_isRefusedWithoutShowingTheValue(String line, String message) {
        String raw = line.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
        assertThatThrownBy(() -> headers(new String[] {raw}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.audithook.endpoint: " + message);
    }

    @Test
    void header_twiceOrTooManyOrTooLong_isRefused() {
        assertThatThrownBy(() -> headers(List.of("X-A: 1", "x-a: 2")))
                .hasMessage("io.audithook.endpoint: " + "headers: x-a is there twice");
        assertThatThrownBy(() -> headers(List.of("X-A: " + "a".repeat(4097))))
                .hasMessage("io.audithook.endpoint: "
                        + "headers: X-A must have a value of 1 to 4096 visible ASCII characters");
        assertThatThrownBy(() -> headers(
                        IntStream.range(0, 33).mapToObj(i -> "X-" + i + ": 1").toList()))
                .hasMessage("io.audithook.endpoint: " + "headers must be at most 32, found 33");
    }

    @Test
    void headerOfTheAuthentication_isReserved() {
        List<String> authorization = List.of("authorization: MARKER");
        assertThat(headers(authorization)).containsEntry("authorization", "MARKER");
        assertThatThrownBy(() -> headers(authorization, "auth.type", "bearer", "auth.token", "x"))
                .hasMessage("io.audithook.endpoint: "
                        + "headers: authorization is reserved: it is set by other keys, or by the client");
        assertThatThrownBy(() -> headers(
                        List.of("x-api-key: MARKER"),
                        "auth.type",
                        "header",
                        "auth.header",
                        "X-Api-Key",
                        "auth.value",
                        "x"))
                .hasMessage("io.audithook.endpoint: "
                        + "headers: x-api-key is reserved: it is set by other keys, or by the client");
    }
}
