/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of Play WS and ssl-config by itself, with a value that is not its default: none is ignored silently. */
class WsKeysTest extends HoconTestBase {

    private static final Map<String, String> PIDS =
            Map.of("endpoint", Desired.ENDPOINT, "tls", Desired.TLS, "proxy", Desired.PROXY);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout.connection = 5 s           | endpoint timeout.connect=5000 ms",
                "timeout.idle = 5 s                 | endpoint timeout.idle=5000 ms",
                "timeout.request = 5 s              | endpoint timeout.request=5000 ms",
                "useragent = x                      | endpoint userAgent=x",
                "compressionEnabled = true          | endpoint gzip=true",
                "ahc.maxConnectionLifetime = 1 min  | endpoint connection.maxLifetime=60000 ms",
                "useProxyProperties = true          | proxy useProxyProperties=true",
                "proxy.host = h                     | proxy host=h",
                "proxy { host = h, port = 81 }      | proxy port=81",
                "proxy { host = h, type = https }   | proxy type=https",
                "proxy { host = h, type = socks4 }  | proxy type=socks4",
                "proxy { host = h, type = socks5 }  | proxy type=socks5",
                "proxy { host = h, protocol = http, principal = u, password = p }   | proxy user=u",
                "proxy { host = h, protocol = https, principal = u, password = p }  | proxy password=p",
                "proxy { host = h, nonProxyHosts = [x] }                            | proxy nonProxyHosts=[x]",
                "ssl.checkRevocation = true                                         | tls revocation=hard",
                "ssl.revocationLists = [ca.crl]                                     | tls revocation.lists=[FOLDER/ca.crl]",
                "ssl.enabledCipherSuites = [TLS_AES_128_GCM_SHA256]                 | tls cipherSuites=[TLS_AES_128_GCM_SHA256]",
                "ssl.enabledProtocols = [TLSv1.3]                                   | tls protocols=[TLSv1.3]",
                "ssl.sslParameters.protocols = [TLSv1.3]                            | tls protocols=[TLSv1.3]",
                "ssl.keyManager.algorithm = SunX509                                 | tls keyManager.algorithm=SunX509",
                "ssl.keyManager.stores = [{ path = k }]                             | tls key.path=FOLDER/k",
                "ssl.keyManager.stores = [{ path = k, type = JKS }]                 | tls key.type=JKS",
                "ssl.keyManager.stores = [{ path = k, password = p }]               | tls key.password=p",
                "ssl.keyManager.stores = [{ path = k, keyPassword = p }]            | tls key.keyPassword=p",
                "ssl.keyManager.stores = [{ path = k, alias = a }]                  | tls key.alias=a",
                "ssl.keyManager.stores = [{ data = k }]                             | tls key.data=k",
                "ssl.trustManager.algorithm = PKIX                                  | tls trustManager.algorithm=PKIX",
                "ssl.trustManager.includeSystem = true                              | tls includeSystem=true",
                "ssl.trustManager.stores = [{ path = k }]                           | tls trust.path=FOLDER/k",
                "ssl.trustManager.stores = [{ path = k, type = PEM }]               | tls trust.type=PEM",
                "ssl.trustManager.stores = [{ path = k, password = p }]             | tls trust.password=p",
                "ssl.trustManager.stores = [{ data = k }]                           | tls trust.data=k",
                "ssl.pins = [p]                                                     | tls pins=[p]",
            })
    void key_withEffect_isASettingWithoutAWarning(String ws, String where) throws IOException {
        for (String text : List.of(ws(ws), wsConfig(ws))) {
            DesiredConfigurations desired = parse(text);
            assertThat(desired.warnings()).isEmpty();
            assertSet(desired, where);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl.loose.disableHostnameVerification = true | tls verifyHostName=false",
                "ssl.loose.acceptAnyCertificate = true        | tls acceptAnyCertificate=true",
            })
    void key_thatLoosensAChecks_isASettingWithAWarning(String ws, String where) throws IOException {
        for (String text : List.of(ws(ws), wsConfig(ws))) {
            DesiredConfigurations desired = parse(text);
            assertThat(desired.warnings())
                    .singleElement()
                    .asString()
                    .containsPattern("(\\.ws|wsConfig)\\.ssl\\.loose\\.");
            assertSet(desired, where);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "followRedirects = true",
                "ahc.keepAlive = false",
                "ahc.maxConnectionsPerHost = 5",
                "ahc.maxConnectionsTotal = 5",
                "ahc.maxNumberOfRedirects = 5",
                "ahc.maxRequestRetry = 5",
                "ahc.idleConnectionInPoolTimeout = 1 minute",
                "ahc.connectionPoolCleanerPeriod = 1 second",
                "ahc.disableUrlEncoding = false",
                "ahc.useLaxCookieEncoder = true",
                "ahc.useCookieStore = true",
                "proxy.ntlmDomain = d",
                "proxy.encoding = latin1",
                "ssl.logger = x",
                "ssl.protocol = TLSv1.2",
                "ssl.disabledSignatureAlgorithms = [MD2]",
                "ssl.disabledKeyAlgorithms = [\"RSA keySize < 2048\"]",
                "ssl.hostnameVerifierClass = x",
                "ssl.sslParameters.clientAuth = need",
                "ssl.keyManager.prototype.stores.type = JKS",
                "ssl.keyManager.prototype.stores.path = p",
                "ssl.keyManager.prototype.stores.data = d",
                "ssl.keyManager.prototype.stores.password = p",
                "ssl.trustManager.prototype.stores.type = JKS",
                "ssl.trustManager.prototype.stores.path = p",
                "ssl.trustManager.prototype.stores.data = d",
                "ssl.trustManager.prototype.stores.password = p",
                "ssl.loose.allowWeakProtocols = true",
                "ssl.loose.allowWeakCiphers = true",
                "ssl.loose.allowLegacyHelloMessages = true",
                "ssl.loose.allowUnsafeRenegotiation = true",
                "ssl.loose.disableSNI = true",
                "ssl.debug.all = true",
                "ssl.debug.ssl = true",
                "ssl.debug.sslctx = true",
                "ssl.debug.keymanager = true",
                "ssl.debug.trustmanager = true",
                "ssl.debug.certpath = true",
                "ssl.debug.ocsp = true",
                "ssl.debug.record = true",
                "ssl.debug.plaintext = true",
                "ssl.debug.packet = true",
                "ssl.debug.handshake = true",
                "ssl.debug.data = true",
                "ssl.debug.verbose = true",
                "ssl.debug.keygen = true",
                "ssl.debug.session = true",
                "ssl.debug.defaultctx = true",
                "ssl.debug.sessioncache = true",
                "ssl.debug.pluggability = true",
            })
    void key_withoutEffect_isNamedOnceWithTheReason(String ws) throws IOException {
        DesiredConfigurations desired = parse(ws("proxy.host = h, " + ws));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings())
                .singleElement()
                .asString()
                .startsWith(at("1: webhooks.a.ws." + ws.substring(0, ws.indexOf(" =")) + ": has no effect: "));
        assertThat(parse(wsConfig("proxy.host = h, " + ws)).warnings())
                .singleElement()
                .asString()
                .startsWith(at("1: notification.webhook.endpoints[0].wsConfig." + ws.substring(0, ws.indexOf(" ="))
                        + ": has no effect: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl.loose.allowLegacyHelloMessages = true", "ssl.loose.allowUnsafeRenegotiation = true"})
    void key_thatWouldChangeTheJvm_isRefused(String ws) throws IOException {
        assertThat(parse(ws(ws)).warnings())
                .singleElement()
                .asString()
                .endsWith(": refused, since it would change the whole JVM");
        assertThat(parse(ws(ws)).list()).extracting(Desired::factoryPid).containsExactly(Desired.ENDPOINT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy { host = h, protocol = ntlm }     | NTLM is not supported",
                "proxy { host = h, protocol = kerberos } | KERBEROS is not supported",
                "proxy { host = h, protocol = spnego }   | SPNEGO is not supported",
                "proxy { host = h, protocol = digest }   | expected one of [http, https]",
                "ssl.revocationLists = [\"ldap://x/ca.crl\"]                      | expected a file, or an http or https URL",
                "ssl.keyManager.stores = [{ path = a, classpath = true }]         | a container has many class paths",
                "ssl.checkRevocation = perhaps                                    | expected one of [true, false, soft, hard]",
            })
    void value_thatIsNotSupported_isRefusedByName(String ws, String reason) throws IOException {
        assertThat(parse(ws(ws)).errors()).singleElement().asString().contains(": webhooks.a.ws.", reason);
    }

    @ParameterizedTest
    @CsvSource({"true,hard", "hard,hard", "soft,soft"})
    void checkRevocation_words_areModes(String word, String mode) throws IOException {
        assertThat(tls(ws("ssl.checkRevocation = " + word))).containsEntry("revocation", mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lists/ca.crl", "file:lists/ca.crl"})
    void revocationLists_relative_areBelowTheFile(String list) throws IOException {
        assertThat(tls(ws("ssl.revocationLists = [\"" + list + "\"]")))
                .containsEntry(
                        "revocation.lists", new String[] {path("lists/ca.crl").toString()});
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x/ca.crl", "HTTPS://x/ca.crl?part=7"})
    void revocationLists_ofTheWeb_areFetchedFromThere(String list) throws IOException {
        assertThat(tls(ws("ssl.revocationLists = [\"" + list + "\"]")))
                .containsEntry("revocation.lists", new String[] {list});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/lists/ca.crl", "file:/lists/ca.crl", "file:///lists/ca.crl", "file://localhost/lists/ca.crl"})
    void revocationLists_absolute_areThatFile(String list) throws IOException {
        assertThat(tls(ws("ssl.revocationLists = [\"" + list + "\"]")))
                .containsEntry("revocation.lists", new String[] {"/lists/ca.crl"});
    }

    @Test
    void proxyType_otherThanHttp_hasThePortOfTheProfile() throws IOException {
        assertThat(proxy(ws("proxy { host = h, type = socks5 }"))).isEqualTo(Map.of("host", "h", "type", "socks5"));
    }

    @Test
    void useProxyProperties_withExceptions_needsNoHost() throws IOException {
        assertThat(proxy(ws("useProxyProperties = true, proxy.nonProxyHosts = [x]")))
                .containsOnlyKeys("useProxyProperties", "nonProxyHosts");
    }

    private static String ws(String ws) {
        return "webhooks.a { url = x, ws { " + ws + " } }";
    }

    private static String wsConfig(String ws) {
        return "notification.webhook.endpoints = [ { name = a, url = x, wsConfig { " + ws + " } } ]";
    }

    private String text(Object value) {
        String text = value instanceof Object[] list ? List.of(list).toString() : String.valueOf(value);
        return text.replace(folder.toString(), "FOLDER");
    }

    private void assertSet(DesiredConfigurations desired, String where) {
        assertThat(desired.errors()).isEmpty();
        List<String> pidAndKey = List.of(where.split("[ =]", 3));
        assertThat(desired.list())
                .filteredOn(one -> one.factoryPid().equals(PIDS.get(pidAndKey.get(0))))
                .singleElement()
                .satisfies(one ->
                        assertThat(text(one.properties().get(pidAndKey.get(1)))).isEqualTo(pidAndKey.get(2)));
    }
}
