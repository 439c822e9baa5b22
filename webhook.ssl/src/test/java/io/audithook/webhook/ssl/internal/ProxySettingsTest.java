/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.proxyRefusal;
import static io.audithook.webhook.ssl.internal.Configurations.refusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static ProxyProfile proxy(Object... keysAndValues) {
        return new ConfiguredProxyProfile(ProxySettings.from(values(PROXY, keysAndValues)));
    }

    private static Optional<ProxyServer> server(ProxyProfile profile, String url) {
        return profile.proxyFor(URI.create(url));
    }

    @Test
    void proxy_hostOnly_hasTheDefaults() {
        ProxyProfile profile = proxy("host", "10.1.0.1");
        assertThat(profile.name()).isEqualTo("corp");
        assertThat(server(profile, "https://example.org/x"))
                .contains(new ProxyServer(ProxyServer.Type.HTTP, "10.1.0.1", 3128, Optional.empty()));
    }

    @Test
    void proxy_full_hasItAll() {
        ProxyProfile profile = proxy(
                "type",
                "HTTP",
                "host",
                "[fd00::1]",
                "port",
                "8080",
                "user",
                "u",
                "password",
                "env:SECRET",
                "proxy.name",
                "n");
        assertThat(profile.name()).isEqualTo("n");
        assertThat(server(profile, "http://example.org"))
                .contains(new ProxyServer(
                        ProxyServer.Type.HTTP, "fd00::1", 8080, Optional.of(new Credentials("u", Material.PASSWORD))));
    }

    @Test
    void directProxy_always_isNone() {
        ProxyProfile direct = new DirectProxyComponent();
        assertThat(direct.name()).isEqualTo("direct");
        assertThat(server(direct, "https://example.org")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http,HTTP,3128", "HTTPS,HTTPS,443", "socks4,SOCKS4,1080", "Socks5,SOCKS5,1080"})
    void type_each_hasItsDefaultPort(String type, ProxyServer.Type expected, int port) {
        assertThat(server(proxy("host", "p", "type", type, "port", 0), "https://example.org"))
                .contains(new ProxyServer(expected, "p", port, Optional.empty()));
        assertThat(server(proxy("host", "p", "type", type, "port", 81), "https://example.org"))
                .contains(new ProxyServer(expected, "p", 81, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntlm", "kerberos", "spnego", "negotiate"})
    void type_notSupported_isRefusedByName(String type) {
        assertThat(proxyRefusal("host", "p", "type", type))
                .isEqualTo(PROXY + ": type=\"" + type + "\" is not supported: a proxy can be told user and password by"
                        + " Basic, and nothing else");
    }

    @Test
    void type_unknown_isRefused() {
        assertThat(proxyRefusal("host", "p", "type", "socks"))
                .isEqualTo(PROXY + ": type=\"socks\" must be http, https, socks4 or socks5");
    }

    @Test
    void credentials_ofSocks4_areRefused() {
        assertThat(proxyRefusal("host", "p", "type", "socks4", "user", "u"))
                .isEqualTo(PROXY + ": user must not be set for SOCKS4; socks5 has users and passwords");
        assertThat(proxyRefusal("host", "p", "type", "socks4", "password", Material.PASSWORD))
                .isEqualTo(PROXY + ": password must not be set for SOCKS4; socks5 has users and passwords");
    }

    @Test
    void credentials_tooLongForSocks5_areRefused() {
        assertThat(proxyRefusal(
                        "host", "p", "type", "socks5", "user", "u", "password", Material.PASSWORD + "x".repeat(255)))
                .isEqualTo(PROXY + ": user and password must not be longer than 255 bytes each for SOCKS5");
    }

    @Test
    void jvmProperties_asked_nameTheProxyOfEachScheme() {
        ProxyProfile profile = jvm(Map.of(
                "https.proxyHost",
                "s",
                "https.proxyPort",
                "8443",
                "https.proxyUser",
                "u",
                "https.proxyPassword",
                Material.PASSWORD,
                "http.proxyHost",
                "h"));
        assertThat(server(profile, "https://example.org"))
                .contains(new ProxyServer(
                        ProxyServer.Type.HTTP, "s", 8443, Optional.of(new Credentials("u", Material.PASSWORD))));
        assertThat(server(profile, "http://example.org"))
                .contains(new ProxyServer(ProxyServer.Type.HTTP, "h", 80, Optional.empty()));
        for (String direct : List.of("http://localhost", "https://127.0.0.9", "http://[::1]:8080/")) {
            assertThat(server(profile, direct)).isEmpty();
        }
    }

    @Test
    void jvmProperties_ofSocks_countWithoutAnother() {
        Map<String, String> properties = new HashMap<>(Map.of("socksProxyHost", "k"));
        ProxyProfile profile = jvm(properties);
        assertThat(server(profile, "https://example.org"))
                .contains(new ProxyServer(ProxyServer.Type.SOCKS5, "k", 1080, Optional.empty()));
        properties.put("socksProxyVersion", "4");
        assertThat(server(profile, "https://example.org").orElseThrow().type()).isEqualTo(ProxyServer.Type.SOCKS4);
    }

    @Test
    void jvmProperties_exceptions_areCalledDirectly() {
        ProxyProfile profile = jvm(Map.of("https.proxyHost", "s", "http.nonProxyHosts", "*.corp.example|10.1.*|a+b"));
        for (String direct :
                List.of("https://x.corp.example", "https://X.CORP.example", "https://10.1.2.3", "https://own/")) {
            assertThat(server(profile, direct)).as(direct).isEmpty();
        }
        for (String proxied :
                List.of("https://corp.example", "https://10.10.2.3", "https://localhost", "https://aab")) {
            assertThat(server(profile, proxied)).as(proxied).isPresent();
        }
    }

    @Test
    void jvmProperties_wrongPort_isNoDirectConnection() {
        ProxyProfile profile = jvm(Map.of("https.proxyHost", "s", "https.proxyPort", "99999"));
        assertThatThrownBy(() -> server(profile, "https://example.org"))
                .hasMessage("The property https.proxyPort=99999 must be from 1 to 65535");
    }

    @Test
    void jvmProperties_none_warnAndAreDirect() {
        List<String> warnings = new ArrayList<>();
        ProxyProfile profile = ProxyProfiles.from(values(warnings, PROXY, "useProxyProperties", true), key -> null);
        assertThat(server(profile, "https://example.org")).isEmpty();
        assertThat(warnings)
                .containsExactly(PROXY + ": useProxyProperties=true: the JVM has none of http.proxyHost,"
                        + " https.proxyHost and socksProxyHost, so connections are direct");
    }

    @Test
    void jvmProperties_besideAHost_areRefused() {
        assertThat(refusal(
                        () -> ProxyProfiles.from(values(PROXY, "useProxyProperties", true, "host", "p"), key -> null)))
                .isEqualTo(PROXY + ": host must not be set with useProxyProperties=true");
    }

    private static ProxyProfile jvm(Map<String, String> properties) {
        return ProxyProfiles.from(values(PROXY, "useProxyProperties", true, "nonProxyHosts", "own"), properties::get);
    }

    @Test
    void host_missing_isRefused() {
        assertThat(proxyRefusal()).isEqualTo(PROXY + ": host must be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy", "proxy:3128", "a b", "proxy/", "fe80::1%eth0", "-"})
    void host_thatIsNone_isRefused(String host) {
        assertThat(proxyRefusal("host", host))
                .isEqualTo(PROXY + ": host=\"" + host
                        + "\" must be a host name or an IP address, without scheme, port and path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:SECRET@proxy", "user:SECRET@proxy"})
    void host_withUserAndPassword_isRefusedWithoutThem(String host) {
        assertThat(proxyRefusal("host", host))
                .isEqualTo(PROXY + ": host=\"" + host.replace("user:SECRET", "...")
                        + "\" must be a host name or an IP address, without scheme, port and path; user and password have keys"
                        + " of their own");
    }

    @Test
    void port_outsideOfTheRule_isRefused() {
        assertThat(proxyRefusal("host", "p", "port", 65536))
                .isEqualTo(PROXY + ": port=\"65536\" must be a whole number from 0 to 65535");
    }

    @Test
    void credentials_half_areRefused() {
        assertThat(proxyRefusal("host", "p", "user", "u"))
                .isEqualTo(PROXY + ": password must be set: user and password go together");
        assertThat(proxyRefusal("host", "p", "password", Material.PASSWORD))
                .isEqualTo(PROXY + ": user must be set: user and password go together");
    }

    @Test
    void credentials_thatBreakTheHeader_areRefused() {
        assertThat(proxyRefusal("host", "p", "user", "a:b", "password", Material.PASSWORD))
                .isEqualTo(PROXY
                        + ": user must not hold a colon or a control character; the password has a key of its own");
        assertThat(proxyRefusal("host", "p", "user", "u", "password", Material.PASSWORD + "\nX: y"))
                .isEqualTo(PROXY + ": password must not hold a control character");
    }

    @Test
    void password_unresolvedOrMissing_isRefused() {
        assertThat(proxyRefusal("host", "p", "user", "u", "password", "$[secret:p]"))
                .isEqualTo(PROXY + ": password holds a placeholder $[...] that nothing has resolved");
        assertThat(proxyRefusal("host", "p", "user", "u", "password", "env:NO_SUCH"))
                .isEqualTo(PROXY + ": password=\"env:NO_SUCH\" is not set in the environment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5000/",
                "https://LOCALHOST./x",
                "https://a.corp.example",
                "https://a.b.Corp.Example.",
                "https://x.dotted.example",
                "https://10.255.0.1/",
                "http://192.168.7.9",
                "https://[fd12::7]:8443/",
                "https://[::1]/"
            })
    void exception_thatMatches_isCalledDirectly(String url) {
        assertThat(server(exceptions(), url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://corp.example",
                "https://dotted.example",
                "https://evilcorp.example",
                "https://localhost.example",
                "https://11.0.0.1/",
                "http://192.168.7.10",
                "https://[fe12::7]:8443/",
                "https://[::2]/",
                "https://010.0.0.1",
                "https://10.1",
                "https://under_score/"
            })
    void exception_thatDoesNotMatch_goesThroughTheProxy(String url) {
        assertThat(server(exceptions(), url)).isPresent();
    }

    private static ProxyProfile exceptions() {
        return proxy("host", "p", "nonProxyHosts", new String[] {
            "localhost", "*.corp.example", "10.0.0.0/8", ".dotted.example", "192.168.7.9", "fd00::/9", "[::1]"
        });
    }

    @Test
    void exceptions_asOneText_areRead() {
        ProxyProfile profile = proxy("host", "p", "nonProxyHosts", "a.example, 127.0.0.0/9");
        assertThat(server(profile, "http://a.example")).isEmpty();
        assertThat(server(profile, "http://127.127.0.1")).isEmpty();
        assertThat(server(profile, "http://127.128.0.1")).isPresent();
        assertThat(server(proxy("host", "p", "nonProxyHosts", "0.0.0.0/0"), "http://1.2.3.4"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a*.example",
                "*.",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "::/129",
                "300.1.1.1",
                "10.0",
                "a|b",
                "http://a"
            })
    void exception_thatIsNone_isRefused(String exception) {
        assertThat(proxyRefusal("host", "p", "nonProxyHosts", exception))
                .isEqualTo(PROXY + ": nonProxyHosts=\"" + exception
                        + "\" must be a host name, *.SUFFIX, an IP address or a CIDR block");
    }

    @Test
    void keys_unknown_areRefused() {
        assertThat(proxyRefusal("host", "p", "principal", "x")).isEqualTo(PROXY + ": principal is not known");
        assertThat(proxyRefusal("host", "p", "nonProxyHost", "a"))
                .isEqualTo(PROXY + ": nonProxyHost is not known; did you mean nonProxyHosts?");
    }

    @Test
    void settings_asText_holdNoSecret() {
        assertThat(ProxySettings.from(values(PROXY, "host", "p", "user", "u", "password", Material.PASSWORD))
                        .toString())
                .contains("user=u")
                .doesNotContain(Material.PASSWORD);
    }
}
