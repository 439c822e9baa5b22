/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsReaderTest extends HoconTestBase {

    private static String ws(String ws) {
        return "webhooks.a { url = x, ws {\n" + ws + "\n} }";
    }

    @Test
    void stores_several_areNumbered() throws IOException {
        assertThat(tls(ws("""
                        ssl {
                          trustManager.stores = [ { type: JKS, path: a }, { type: PEM, data: x } ]
                          keyManager.stores = [ { path: "sub/../k", password: "file:p" } ]
                        }
                        """)))
                .isEqualTo(Map.of(
                        "trust.type",
                        "JKS",
                        "trust.path",
                        path("a").toString(),
                        "trust.2.type",
                        "PEM",
                        "trust.2.data",
                        "x",
                        "key.path",
                        path("k").toString(),
                        "key.password",
                        "file:" + path("p")));
    }

    @Test
    void stores_emptyInANearerLevel_needNoProfile() throws IOException {
        assertThat(endpoint("ws.ssl.trustManager.stores = [ { path: a } ]\n" + ws("ssl.trustManager.stores = []")))
                .doesNotContainKey("tls.target");
    }

    @Test
    void ssl_otherSettings_goIntoTheProfile() throws IOException {
        String text = ws("""
                ssl { enabledProtocols = [TLSv1.3, TLSv1.2], sslParameters.protocols = [TLSv1]
                  enabledCipherSuites = "A,B", trustManager.includeSystem = true
                  loose.disableHostnameVerification = true }
                """);
        assertThat(tls(text))
                .containsEntry("protocols", new String[] {"TLSv1.3", "TLSv1.2"})
                .containsEntry("cipherSuites", new String[] {"A", "B"})
                .containsEntry("includeSystem", true)
                .containsEntry("verifyHostName", false);
        assertThat(parse(text).warnings())
                .containsExactly(
                        at("2: webhooks.a.ws.ssl.sslParameters.protocols: has no effect: ssl.enabledProtocols says it"),
                        at(
                                "4: webhooks.a.ws.ssl.loose.disableHostnameVerification: lets any server with a trusted certificate pass for this one"));
    }

    @Test
    void ssl_protocolsOfTheParameters_countWithoutEnabledOnes() throws IOException {
        assertThat(tls(ws("ssl.sslParameters.protocols = [TLSv1.3]")))
                .containsEntry("protocols", new String[] {"TLSv1.3"});
    }

    @Test
    void ssl_default_needsNoProfile() throws IOException {
        String text = ws("""
                ssl { default = true
                  trustManager.stores = [ { path: a } ]
                  enabledProtocols = [TLSv1.3], enabledCipherSuites = []
                  loose { acceptAnyCertificate = true, disableHostnameVerification = false }
                  checkRevocation = hard
                }
                """);
        assertThat(endpoint(text)).doesNotContainKey("tls.target");
        assertThat(parse(text).warnings())
                .containsExactly(
                        at(
                                "3: webhooks.a.ws.ssl.trustManager.stores: has no effect: ssl.default = true leaves all to the JVM"),
                        at(
                                "4: webhooks.a.ws.ssl.enabledProtocols: has no effect: ssl.default = true leaves all to the JVM"),
                        at(
                                "5: webhooks.a.ws.ssl.loose.acceptAnyCertificate: has no effect: ssl.default = true leaves all to the JVM"),
                        at(
                                "6: webhooks.a.ws.ssl.checkRevocation: has no effect: ssl.default = true leaves all to the JVM"));
    }

    @Test
    void proxy_withAllKeys_isAProfile() throws IOException {
        assertThat(
                        proxy(
                                ws(
                                        "proxy { host = h, protocol = https, user = u, password = 007, nonProxyHosts = [localhost, \"*.x\"] }")))
                .containsEntry("type", "http")
                .containsEntry("host", "h")
                .containsEntry("port", 3128)
                .containsEntry("user", "u")
                .containsEntry("password", "007")
                .containsEntry("nonProxyHosts", new String[] {"localhost", "*.x"});
        assertThat(proxy(ws("proxy { host = h, port = \"81\", principal = p, nonProxyHosts = \"a|b\" }")))
                .containsEntry("port", 81)
                .containsEntry("user", "p")
                .containsEntry("nonProxyHosts", new String[] {"a", "b"});
    }

    @Test
    void timeoutConnection_alone_leavesTheWholeToTheEndpoint() throws IOException {
        String text = ws("timeout.connection = 1 minute");
        assertThat(endpoint(text)).containsEntry("timeout.connect", "60000 ms").doesNotContainKey("timeout.request");
        assertThat(parse(text).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks.a { url = x, ws { timeout { connection = 2 minutes, request = 5 s } } }",
                "webhooks.a { url = x, timeout.request = 5 s, ws.timeout.connection = 2 minutes }",
            })
    void timeoutConnection_longerThanTheRequest_isThatOfTheRequestWithAWarning(String text) throws IOException {
        assertThat(endpoint(text))
                .containsEntry("timeout.connect", "5000 ms")
                .containsEntry("timeout.request", "5000 ms");
        assertThat(parse(text).warnings())
                .containsExactly(
                        at(
                                "1: webhooks.a.ws.timeout.connection: is longer than timeout.request, so it counts as that: 120000 ms as 5000 ms"));
    }

    @Test
    void timeoutConnect_ofOurs_isLeftToTheEndpoint() throws IOException {
        assertThat(endpoint("webhooks.a { url = x, timeout { connect = 2 min, request = 5 s } }"))
                .containsEntry("timeout.connect", "120000 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks.a.url = x",
                "webhooks.a { url = x, ws.useProxyProperties = true }",
                "ws.useProxyProperties = false\nwebhooks.a { url = x, ws.useProxyProperties = null }",
                "notification.webhook.endpoints = [ { name = a, url = x } ]",
                "notification.webhook.endpoints = [ { name = a, url = x, wsConfig.timeout.idle = 1 s } ]",
            })
    void proxyOfTheProperties_whereNothingElseIsSaid_isUsed(String text) throws IOException {
        for (String property : List.of("http.proxyHost", "https.proxyHost", "socksProxyHost")) {
            DesiredConfigurations desired = parse(text, Map.of(property, "p"));
            assertThat(desired.errors()).isEmpty();
            assertThat(desired.warnings()).isEmpty();
            assertThat(desired.list())
                    .extracting(Desired::pid)
                    .containsExactly("io.audithook.proxy~a", "io.audithook.endpoint~a");
            assertThat(desired.list().get(0).properties()).isEqualTo(Map.of("useProxyProperties", true));
            assertThat(desired.list().get(1).properties()).containsEntry("proxy.target", "(proxy.name=a)");
        }
    }

    @Test
    void proxyOfTheProperties_whereAProxyOrNoneIsChosen_isNotUsed() throws IOException {
        Map<String, String> properties = Map.of("http.proxyHost", "p");
        assertThat(parse("webhooks.a { url = x, ws.useProxyProperties = false }", properties)
                        .list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~a");
        assertThat(parse("ws.useProxyProperties = false\nwebhooks.a.url = x", properties)
                        .list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~a");
        assertThat(parse("webhooks.a { url = x, proxy.target = \"(proxy.name=b)\" }", properties)
                        .warnings())
                .isEmpty();
        assertThat(parse("webhooks.a { url = x, ws.proxy.host = h }", properties)
                        .list()
                        .get(0)
                        .properties())
                .isEqualTo(Map.of("type", "http", "host", "h", "port", 3128));
    }

    @Test
    void proxyOfTheProperties_whereTheyNameNone_changesNothing() throws IOException {
        for (Map<String, String> properties :
                List.of(Map.<String, String>of(), Map.of("http.proxyHost", " ", "http.proxyPort", "81"))) {
            assertThat(parse("webhooks.a.url = x", properties).list())
                    .extracting(Desired::pid)
                    .containsExactly("io.audithook.endpoint~a");
        }
    }

    private DesiredConfigurations parse(String text, Map<String, String> properties) throws IOException {
        return HoconParser.parse(Files.writeString(path("a.conf"), text), Set.of(), properties::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Inf", "infinite", "PlusInf", "+inf", "Infinity"})
    void durations_withoutEnd_areTheLongestWithAWarning(String word) throws IOException {
        String text = ws("ahc.maxConnectionLifetime = \"" + word + "\"\ntimeout.idle = \"" + word + "\"");
        assertThat(endpoint(text))
                .containsEntry("connection.maxLifetime", "315360000000 ms")
                .containsEntry("timeout.idle", "315360000000 ms");
        assertThat(parse(text).warnings())
                .containsExactly(
                        at("2: webhooks.a.ws.ahc.maxConnectionLifetime: is 3650 days, the longest that there is"),
                        at("3: webhooks.a.ws.timeout.idle: is 3650 days, the longest that there is"));
        assertThat(parse(ws("timeout.request = \"" + word + "\"")).errors()).hasSize(1);
        assertThat(parse(ws("timeout.connection = \"" + word + "\"")).errors()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "timeout.request = soon|timeout.request: expected a duration from 1 ms to 3650 days, such as 500 ms, 30 seconds or 2 hours, found \"soon\"",
                "proxy.port = 1|proxy.port: expected a host beside it, found none",
                "proxy { host = h, port = 0 }|proxy.port: expected a number from 1 to 65535, found 0",
                "proxy { host = h, protocol = ntlm }|proxy.protocol: expected http or https, for credentials are sent by Basic; NTLM is not supported",
                "proxy { host = h, type = socks }|proxy.type: expected one of [http, https, socks4, socks5], found \"socks\"",
                "proxy { host = h, nonProxyHosts = [[x]] }|proxy.nonProxyHosts[0]: expected one value, found a list",
                "ssl.trustManager.stores = x|ssl.trustManager.stores: expected a list of stores, found a text",
                "ssl.trustManager.stores = [x]|ssl.trustManager.stores[0]: expected a store { type, path, password }, found a text",
                "ssl.keyManager.stores = [{ type = JKS }]|ssl.keyManager.stores[0]: expected a path or data, found neither",
                "ssl.keyManager.stores = [{ path = \"\" }]|ssl.keyManager.stores[0].path: expected a text, found a blank one",
                "ssl.keyManager.stores = [{ path = \"\\u0000\" }]|ssl.keyManager.stores[0].path: expected a path, found something else: Nul character not allowed",
                "ssl.trustManager.stores = [{ path = a, classpath = true }]|ssl.trustManager.stores[0].classpath: expected false, found true: a container has many class paths",
            })
    void value_againstARule_isAnErrorWithFileLineAndPath(String ws, String message) throws IOException {
        assertThat(parse(ws(ws)).errors()).containsExactly(at("2: webhooks.a.ws." + message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "timeout.conection = 1|timeout.conection: is not known; did you mean timeout.connection?",
                "timeouts.request = 1|timeouts.request: is not known; did you mean timeout.request?",
                "ahc.maxConnectionLifetim = 1|ahc.maxConnectionLifetim: is not known; did you mean maxConnectionLifetime?",
                "proxy { host = h, prot = 1 }|proxy.prot: is not known; did you mean proxy.port?",
                "ssl.trustManager.store = [{ path = a }]|ssl.trustManager.store: is not known; did you mean ssl.trustManager.stores?",
                "ssl.loose.acceptAll = false|ssl.loose.acceptAll: is not known",
                "SSL.pins = [p]|SSL.pins: is not known; did you mean ssl.pins?",
                "ssl.trustManager.stores = [{ path = a, typ = PEM }]|ssl.trustManager.stores[0].typ: is not known; did you mean type?",
                "ssl.trustManager.stores = [{ path = a, pasword = x }]|ssl.trustManager.stores[0].pasword: is not known; did you mean password?",
                "ssl.keyManager.stores = { path = a, type = PEM }|ssl.keyManager.stores: expected a list of stores, found an object",
                "ssl.pins { a = b }|ssl.pins: expected one value, found an object",
            })
    void key_thatIsMisspelt_isAnErrorWithASuggestion(String ws, String message) throws IOException {
        DesiredConfigurations desired = parse(ws(ws));
        assertThat(desired.errors()).containsExactly(at("2: webhooks.a.ws." + message));
        assertThat(desired.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pool.cleaner = 1|pool.cleaner: is not known and has no effect",
                "cache.enabled = true|cache.enabled: is not known and has no effect",
                "ahc.maxRequestRetry = 5|ahc.maxRequestRetry: has no effect: deliveries are retried visibly, by retry.*, never by the HTTP client",
                "maxConnectionsPerHost = 5|maxConnectionsPerHost: has no effect: use concurrency beside the url",
                "proxy { host = h, ntlmDomain = d }|proxy.ntlmDomain: has no effect: NTLM is not supported",
                "ssl.hostnameVerifierClass = x|ssl.hostnameVerifierClass: has no effect: refused, since configuration loads no classes",
                "ssl.loose.acceptAnyCertificate = true|ssl.loose.acceptAnyCertificate: lets any server pass for this one; trust its certificate by ssl.trustManager.stores",
                "proxy.host = h, useProxyProperties = true|useProxyProperties: has no effect: proxy.host says which proxy",
                "ssl.loose.allowUnsafeRenegotiation = false|ssl.loose.allowUnsafeRenegotiation: has no effect: refused, since it would change the whole JVM",
                "ssl.debug.handshake = true|ssl.debug.handshake: has no effect: use the javax.net.debug property of the JVM",
                "ssl.keyManager.prototype.stores.type = PEM|ssl.keyManager.prototype.stores.type: has no effect: a prototype is for the library's own use, set the stores",
                "ssl.trustManager.stores = [{ path = a, comment = x }]|ssl.trustManager.stores[0].comment: is not known and has no effect",
                "ssl.trustManager.stores = [{ path = a, alias = x }]|ssl.trustManager.stores[0].alias: has no effect: all certificates of a trust store count, and none of its keys",
            })
    void key_withoutEffect_isAWarningWithFileLineAndReason(String ws, String message) throws IOException {
        DesiredConfigurations desired = parse(ws(ws));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).containsExactly(at("2: webhooks.a.ws." + message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "followRedirects = false",
                "ahc.keepAlive = true",
                "ahc.maxRequestRetry = 0",
                "ssl.default = false",
                "ssl.loose.acceptAnyCertificate = false",
                "ssl.debug.all = false",
            })
    void key_thatAsksForWhatIsDoneAnyway_isNoWarning(String ws) throws IOException {
        assertThat(parse(ws(ws)).warnings()).isEmpty();
    }
}
