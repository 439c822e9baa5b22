/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.Payload;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a format of another bundle may and may not put into a request. */
class PayloadTest {

    private static Payload payload(String name, String value) {
        return new Payload("text/plain", Map.of(name, value), new byte[0]);
    }

    @Test
    void headers_inOrder_areTakenAndFixed() {
        Payload payload = payload("X-Custom", "a b");
        assertThat(payload.headers()).containsExactly(Map.entry("X-Custom", "a b"));
        assertThatThrownBy(() -> payload.headers().put("X", "1")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(payload).hasToString("Payload[text/plain, 0 bytes]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Authorization,header Authorization is not for a format to set",
                "HOST,header HOST is not for a format to set",
                "Content-Length,header Content-Length is not for a format to set",
                "transfer-encoding,header transfer-encoding is not for a format to set",
                "webhook-id,header webhook-id is not for a format to set",
                "audithook-replay,header audithook-replay is not for a format to set",
                "a b,header \"a b\" has no valid name",
                "a:b,header \"a:b\" has no valid name",
                "\u00e4,header \"?\" has no valid name",
                "``,header \"\" has no valid name",
            })
    void header_ofOthers_isRefused(String name, String message) {
        assertThatThrownBy(() -> payload(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void header_thatWouldBeTwoLines_isRefusedWithoutItsValue() {
        assertThatThrownBy(() -> payload("X-A", "secret\r\nX-B: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header X-A must be visible ASCII characters");
        assertThatThrownBy(() -> new Payload("text/plain\r\nX-B: 1", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contentType must be visible ASCII characters");
    }

    @Test
    void headers_tooManyOrTooLong_areRefused() {
        Map<String, String> many =
                IntStream.range(0, 33).boxed().collect(Collectors.toMap(i -> "X-" + (100 + i), i -> "v"));
        assertThatThrownBy(() -> new Payload("text/plain", many, new byte[0]))
                .hasMessage("the headers must be at most 32 with 8192 characters, found 33 with 198");
        assertThatThrownBy(() -> payload("X", "x".repeat(8192)))
                .hasMessage("the headers must be at most 32 with 8192 characters, found 1 with 8193");
    }
}
