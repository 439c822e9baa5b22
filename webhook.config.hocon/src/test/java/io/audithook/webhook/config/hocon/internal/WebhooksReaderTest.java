/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksReaderTest extends HoconTestBase {

    @Test
    void keyOfPlayThatIsNotKnown_mayBeForOtherClients() throws IOException {
        DesiredConfigurations desired =
                parse("play.ws { ahc.maxConnectionsPerRoute = 5, proxy.url = p }\nwebhooks.a.url = x");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning).contains("is not known and has no effect"));
        assertThat(parse("ws.proxy.url = p\nwebhooks.a.url = x").errors()).hasSize(1);
    }

    @Test
    void ws_onSeveralLevels_isMergedTheNearestWinning() throws IOException {
        assertThat(endpoint("""
                        play.ws.timeout { connection = 1 s, idle = 1 s, request = 1 s }
                        ws.timeout { idle = 2 s, request = 2 s }
                        ws.useragent = file
                        webhooks { ws."timeout.request" = 3 s, a { url = "http://a/", ws.userAgent = own } }
                        """))
                .containsEntry("timeout.connect", "1000 ms")
                .containsEntry("timeout.idle", "2000 ms")
                .containsEntry("timeout.request", "3000 ms")
                .containsEntry("userAgent", "own");
    }

    @Test
    void ws_ofAnEndpoint_isNotThatOfAnother() throws IOException {
        assertThat(parse("webhooks { ws.timeout.idle = 1 s, a { url = x, ws.timeout.idle = 2 s }, b { url = y } }")
                        .list())
                .extracting(desired -> desired.properties().get("timeout.idle"))
                .containsExactly("2000 ms", "1000 ms");
    }

    @Test
    void null_inANearerLevel_removesWhatIsInherited() throws IOException {
        assertThat(parse("""
                        play.ws.proxy { host = h, port = 1 }
                        webhooks { a { url = "http://a/", ws.proxy = null }, b { url = "http://b/" } }
                        """).list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~a", "io.audithook.proxy~b", "io.audithook.endpoint~b");
    }

    @Test
    void warning_ofAnInheritedKey_isGivenOnceWithItsOwnPath() throws IOException {
        assertThat(parse("play.ws.followRedirects = true\nwebhooks { a { url = x }, b { url = y } }")
                        .warnings())
                .containsExactly(
                        at(
                                "1: play.ws.followRedirects: has no effect: redirects are failures (Standard Webhooks), update the url instead"));
    }

    @Test
    void blocks_thatAreNoObjects_areErrors() throws IOException {
        assertThat(parse("play.ws = 1\nws = []\nwebhooks { ws = x, a { url = x } }")
                        .errors())
                .containsExactly(
                        at("1: play.ws: expected an object, found a number"),
                        at("2: ws: expected an object, found a list"),
                        at("3: webhooks.ws: expected an object, found a text"));
    }

    @Test
    void key_underTwoNames_isAnError() throws IOException {
        assertThat(parse("webhooks.a { url = x\n ws.proxy { host = h, user = u, principal = p, password = w } }")
                        .errors())
                .singleElement()
                .asString()
                .contains("2: webhooks.a.ws.proxy.", ": expected once, found also as webhooks.a.ws.proxy.");
    }

    @Test
    void cert_ofAnEndpoint_isTrustedWithAWarning() throws IOException {
        String text = "webhooks.a { url = \"https://a/\", cert = ca.pem }";
        assertThat(tls(text))
                .containsEntry("trust.type", "PEM")
                .containsEntry("trust.path", path("ca.pem").toString());
        assertThat(parse(text).warnings())
                .containsExactly(
                        at(
                                "1: webhooks.a.cert: is deprecated; use webhooks.a.ws.ssl.trustManager.stores = [ { type: PEM, path: \"ca.pem\" } ]"));
    }

    @Test
    void cert_ofTheFile_isTrustedWithAWarning() throws IOException {
        String text = "play.cert = ca.pem\nwebhooks.a.url = \"https://a/\"";
        assertThat(tls(text)).containsEntry("trust.path", path("ca.pem").toString());
        assertThat(parse(text).warnings())
                .containsExactly(
                        at(
                                "1: play.cert: is deprecated; use play.ws.ssl.trustManager.stores = [ { type: PEM, path: \"ca.pem\" } ]"));
    }

    @Test
    void cert_besideStores_isNearerThanInheritedOnesOnly() throws IOException {
        assertThat(tls("""
                        ws.ssl.trustManager.stores = [ { path = inherited } ]
                        webhooks.a { url = "https://a/", cert = cert }
                        """)).containsEntry("trust.path", path("cert").toString());
        assertThat(tls("""
                        webhooks.a { url = "https://a/", cert = cert, ws.ssl.trustManager.stores = [ { path = own } ] }
                        """)).containsEntry("trust.path", path("own").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook { b { url = x } }|webhook: is not known; did you mean webhooks?",
                "Webhooks { b { url = x } }|Webhooks: is not known; did you mean webhooks?",
                "audithok.address.profile = intranet|audithok: is not known; did you mean audithook?",
                "notification.webhook.endpoint = [{ name = b, url = x }]|notification.webhook.endpoint: is not known; did you mean notification.webhook.endpoints?",
                "notification.webhooks.endpoints = [{ name = b, url = x }]|notification.webhooks.endpoints: is not known; did you mean notification.webhook.endpoints?",
                "notifications.webhook.endpoints = [{ name = b, url = x }]|notifications.webhook.endpoints: is not known; did you mean notification.webhook.endpoints?",
                "notification.webhook = [{ name = b, url = x }]|notification.webhook: expected an object with endpoints, found a list",
            })
    void root_withAKeyThatIsNearlyOurs_isAnErrorWhateverElseIsThere(String text, String message) throws IOException {
        for (String other : List.of("search { host = x }", "webhooks.a.url = x")) {
            DesiredConfigurations desired = parse(other + "\n" + text);
            assertThat(desired.errors()).containsExactly(at("2: " + message));
            assertThat(desired.list()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook = \"http://a\"",
                "notifications.mail.from = x",
                "notification.mail { endpoint = x }",
                "notification.webhook.endpoints = null",
                "search { index = x }",
            })
    void root_withKeysOfOthers_isNoneOfOurBusiness(String text) throws IOException {
        DesiredConfigurations desired = parse(text + "\nwebhooks.a.url = x");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
    }
}
