/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.SocksProxy;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests through SOCKS proxies, and through an HTTP proxy over TLS. */
class ProxiesTest {

    private static final Script OK = Script.accept()
            .forever(Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private FaultServer receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = FaultServer.start(OK);
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        receiver.close();
    }

    @Test
    void socks5_name_isLookedUpByTheProxy() throws Exception {
        try (SocksProxy proxy = new SocksProxy(receiver.port(), "", false)) {
            assertThat(send(proxy, ProxyServer.Type.SOCKS5, "").delivered()).isTrue();
            assertThat(proxy.asked()).containsExactly("5 receiver.example");
        }
    }

    @Test
    void socks5_credentials_areTold() throws Exception {
        try (SocksProxy proxy = new SocksProxy(receiver.port(), "s3cret", false)) {
            assertThat(send(proxy, ProxyServer.Type.SOCKS5, "s3cret").delivered())
                    .isTrue();
            assertThat(proxy.asked()).containsExactly("5 receiver.example me");
        }
    }

    @Test
    void socks5_credentialsWrongOrMissing_isProxyAuth() throws Exception {
        try (SocksProxy proxy = new SocksProxy(receiver.port(), "s3cret", false)) {
            Outcome wrong = send(proxy, ProxyServer.Type.SOCKS5, "other");
            assertThat(wrong.kind()).as(wrong.toString()).isEqualTo(Outcome.Kind.PROXY_AUTH);
            assertThat(wrong.toString()).doesNotContain("other");
            Outcome missing = send(proxy, ProxyServer.Type.SOCKS5, "");
            assertThat(missing.kind()).as(missing.toString()).isEqualTo(Outcome.Kind.PROXY_AUTH);
        }
    }

    @Test
    void socks_refusing_isProxyRefused() throws Exception {
        try (SocksProxy proxy = new SocksProxy(receiver.port(), "", true)) {
            for (ProxyServer.Type type : new ProxyServer.Type[] {ProxyServer.Type.SOCKS4, ProxyServer.Type.SOCKS5}) {
                Outcome outcome = send(proxy, type, "");
                assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.PROXY_REFUSED);
            }
        }
    }

    @Test
    void socks4_name_isLookedUpByTheProxy() throws Exception {
        try (SocksProxy proxy = new SocksProxy(receiver.port(), "", false)) {
            assertThat(send(proxy, ProxyServer.Type.SOCKS4, "").delivered()).isTrue();
            assertThat(proxy.asked()).containsExactly("4 receiver.example");
        }
    }

    @Test
    void socks_thatIsDown_isProxyUnreachable() throws Exception {
        SocksProxy proxy = new SocksProxy(receiver.port(), "", false);
        proxy.close();
        Outcome outcome = send(proxy, ProxyServer.Type.SOCKS5, "");
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.PROXY);
    }

    @Test
    void https_request_goesToTheProxyUnderTls() throws Exception {
        try (FaultServer proxy =
                FaultServer.seeded(1).tls(Tls.valid()).byDefault(OK).start()) {
            assertThat(send(ProxyServer.Type.HTTPS, proxy.port(), "").delivered())
                    .isTrue();
        }
        try (FaultServer proxy = FaultServer.seeded(1)
                .tls(Tls.named("unknown-authority"))
                .byDefault(OK)
                .start()) {
            Outcome outcome = send(ProxyServer.Type.HTTPS, proxy.port(), "");
            assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.PROXY_TLS);
        }
    }

    private Outcome send(SocksProxy proxy, ProxyServer.Type type, String password) throws Exception {
        return send(type, proxy.port(), password);
    }

    private Outcome send(ProxyServer.Type type, int port, String password) throws Exception {
        Optional<ProxyServer.Credentials> credentials =
                password.isEmpty() ? Optional.empty() : Optional.of(new ProxyServer.Credentials("me", password));
        Transport transport = pool.lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        Optional.of(new ProxyServer(type, "127.0.0.1", port, credentials)),
                        TestAddresses.ANY,
                        TIMEOUT,
                        TIMEOUT,
                        TransportSettings.DEFAULT_LIFETIME,
                        Protocol.HTTP_1_1))
                .transport();
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(
                        URI.create("http://receiver.example/hook"),
                        Map.of(),
                        "application/json",
                        new byte[] {'1'},
                        TIMEOUT),
                done::complete);
        return done.get(60, TimeUnit.SECONDS);
    }
}
