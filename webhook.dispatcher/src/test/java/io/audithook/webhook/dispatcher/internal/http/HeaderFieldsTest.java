/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {

    private final HeaderFields fields = new HeaderFields();

    @Test
    void headers_areSentInTheirOrder_howeverOftenTheyCome() {
        for (String id : List.of("a", "b", "c", "c", "c", "d")) {
            assertEquals(
                    "User-Agent: us\r\nX-Token: secret\r\nwebhook-id: " + id + "\r\n",
                    sent(headers("User-Agent", "us", "X-Token", "secret", "webhook-id", id)));
        }
    }

    @Test
    void aHeaderThatStaysTheSame_isMadeOnce() {
        Map<String, String> headers = headers("user-agent", "us");
        sent(headers);
        HttpField second = made(headers).get(0);
        assertSame(second, made(headers).get(0));
        assertNotSame(second, made(headers("user-agent", "others")).get(0));
    }

    @Test
    void aHeaderWithAnotherName_isAnother() {
        sent(headers("webhook-a", "1"));
        sent(headers("webhook-a", "1"));
        assertEquals("webhook-b: 1\r\n", sent(headers("webhook-b", "1")));
    }

    @Test
    void moreThanAreRemembered_areSent() {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            headers.put("webhook-" + i, "v" + i);
            expected.append("webhook-" + i + ": v" + i + "\r\n");
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(expected.toString(), sent(headers));
        }
    }

    @Test
    void aLineOfItsOwn_isWrittenByNoValue() {
        for (int i = 0; i < 3; i++) {
            String sent = sent(headers("webhook-id", "a\r\nX-Admin: yes"));
            assertFalse(sent.contains("\nX-Admin"), sent);
        }
    }

    @Test
    void aSecret_isHidden_howeverOftenItComes() {
        Map<String, String> headers = headers("Authorization", "Bearer secret");
        for (int i = 0; i < 3; i++) {
            assertEquals("(hidden)", made(headers).get(0).getValue());
            assertEquals("Authorization: Bearer secret\r\n", sent(headers));
        }
    }

    @Test
    void theHost_isThatOfTheUrl() {
        assertEquals("example.com:8080", host("http://example.com:8080/a"));
        assertEquals("example.com:8080", host("http://example.com:8080/a"));
        assertEquals("example.com", host("https://example.com/a"));
        assertEquals("example.com", host("http://example.com:80/a"));
        assertEquals("example.com:80", host("https://example.com:80/a"));
    }

    @Test
    void theHostOfAUrl_isMadeOnce() {
        URI url = URI.create("http://example.com/");
        assertSame(fields.host(url), fields.host(url));
    }

    private String host(String url) {
        return fields.host(URI.create(url)).getValue();
    }

    private static Map<String, String> headers(String... namesAndValues) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private List<HttpField> made(Map<String, String> headers) {
        HttpFields.Mutable made = HttpFields.build();
        fields.add(made, headers);
        return made.stream().toList();
    }

    private String sent(Map<String, String> headers) {
        ByteBuffer buffer = BufferUtil.allocate(10_000);
        int position = BufferUtil.flipToFill(buffer);
        for (HttpField field : made(headers)) {
            HttpGenerator.putTo(field, buffer);
        }
        BufferUtil.flipToFlush(buffer, position);
        return BufferUtil.toString(buffer);
    }
}
