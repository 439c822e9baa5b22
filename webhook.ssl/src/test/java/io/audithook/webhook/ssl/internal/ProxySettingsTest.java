/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.proxyRefusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"https", "socks4", "socks5", "ntlm", "kerberos"})
    void type_notSupported_isRefusedByName(String type) {
        assertThat(proxyRefusal("host", "p", "type", type))
                .isEqualTo(PROXY + ": type=" + type + " must be http, the only kind of proxy that is supported");
    }

    @Test
    void host_missing_isRefused() {
        assertThat(proxyRefusal()).isEqualTo(PROXY + ": host must be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy", "proxy:3128", "a b", "proxy/", "u@proxy", "fe80::1%eth0", "-"})
    void host_thatIsNone_isRefused(String host) {
        assertThat(proxyRefusal("host", host))
                .isEqualTo(PROXY + ": host=" + host
                        + " must be a host name or an IP address, without scheme, port and path");
    }

    @Test
    void port_outsideOfTheRule_isRefused() {
        assertThat(proxyRefusal("host", "p", "port", 0))
                .isEqualTo(PROXY + ": port=0 must be a whole number from 1 to 65535");
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
                .isEqualTo(PROXY + ": user=a:b must not hold a colon or a control character");
        assertThat(proxyRefusal("host", "p", "user", "u", "password", Material.PASSWORD + "\nX: y"))
                .isEqualTo(PROXY + ": password must not hold a control character");
    }

    @Test
    void password_unresolvedOrMissing_isRefused() {
        assertThat(proxyRefusal("host", "p", "user", "u", "password", "$[secret:p]"))
                .isEqualTo(PROXY + ": password holds a placeholder $[...] that nothing has resolved");
        assertThat(proxyRefusal("host", "p", "user", "u", "password", "env:NO_SUCH"))
                .isEqualTo(PROXY + ": password=env:NO_SUCH is not set in the environment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5000/", "https://LOCALHOST./x", "https://a.corp.example", "https://a.b.Corp.Example.",
                "https://10.255.0.1/", "http://192.168.7.9", "https://[fd12::7]:8443/", "https://[::1]/"
            })
    void exception_thatMatches_isCalledDirectly(String url) {
        assertThat(server(exceptions(), url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://corp.example",
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
            "localhost", "*.corp.example", "10.0.0.0/8", "192.168.7.9", "fd00::/9", "[::1]"
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
                .isEqualTo(PROXY + ": nonProxyHosts=" + exception
                        + " must be a host name, *.SUFFIX, an IP address or a CIDR block");
    }

    @Test
    void keys_unknown_warnWithASuggestion() {
        List<String> warnings = new ArrayList<>();
        ProxySettings.from(values(warnings, PROXY, "host", "p", "nonProxyHost", "a", "principal", "x"));
        assertThat(warnings)
                .containsExactly(
                        PROXY + ": key nonProxyHost is not known and has no effect; did you mean nonProxyHosts?",
                        PROXY + ": key principal is not known and has no effect");
    }

    @Test
    void settings_asText_holdNoSecret() {
        assertThat(ProxySettings.from(values(PROXY, "host", "p", "user", "u", "password", Material.PASSWORD))
                        .toString())
                .contains("user=u")
                .doesNotContain(Material.PASSWORD);
    }
}
