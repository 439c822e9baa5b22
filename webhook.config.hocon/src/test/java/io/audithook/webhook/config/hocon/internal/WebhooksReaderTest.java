/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WebhooksReaderTest extends HoconTestBase {

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

    @Test
    void root_withAKeyThatIsNearlyOurs_isAWarning() throws IOException {
        DesiredConfigurations desired = parse("search { host = x }\nwebhook { a { url = x } }");
        assertThat(desired.list()).isEmpty();
        assertThat(desired.warnings())
                .containsExactly(at("2: webhook: is not known and has no effect; did you mean webhooks?"));
    }
}
