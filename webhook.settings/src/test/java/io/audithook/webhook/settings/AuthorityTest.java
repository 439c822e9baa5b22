/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a, example.com, -1",
        "http://example.com:8080/a, example.com, 8080",
        "http://[::1]:80/, [::1], 80",
        "http://my_HTTP_endpoint/webhook, my_HTTP_endpoint, -1",
        "https://a_b.example:8443/?q=_, a_b.example, 8443",
        "http://_dmarc.example:/, _dmarc.example, -1",
    })
    void url_withAHost_leadsThere(String url, String host, int port) {
        assertThat(Authority.of(URI.create(url))).contains(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///a",
                "mailto:a_b",
                "a_b",
                "http://u_s:p@example.com_/",
                "http://127.1/_",
                "http://x:y_z/",
                "http://a_b:1:2/",
                "http://a_b:1234567890/",
                "http://\u00e4_b/",
            })
    void url_without_leadsNowhere(String url) {
        assertThat(Authority.of(URI.create(url))).isEmpty();
    }
}
