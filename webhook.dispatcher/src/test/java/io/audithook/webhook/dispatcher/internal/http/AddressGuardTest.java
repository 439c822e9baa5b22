/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Script;
import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forbidden addresses are not connected to, whichever way they come. */
class AddressGuardTest {

    private static final AddressPolicy NO_LOOPBACK = new TestAddresses(address -> !address.isLoopbackAddress(), false);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private ServerSocket sink;

    @BeforeEach
    void listen() throws Exception {
        // on all addresses, so that whatever leads to this host is seen
        sink = new ServerSocket(0);
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        sink.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "[::1]", "[::ffff:127.0.0.1]"})
    void send_toForbidden_isNotConnected(String host) throws Exception {
        Outcome outcome = send(NO_LOOPBACK, Optional.empty(), host);
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ADDRESS);
        assertThat(outcome.detail()).endsWith("is forbidden here");
        assertNothingConnected();
    }

    @Test
    void send_throughForbiddenProxy_isNotConnected() throws Exception {
        Optional<ProxyServer> proxy = proxy("127.0.0.1");
        assertThat(send(NO_LOOPBACK, proxy, "192.0.2.1").kind()).isEqualTo(Outcome.Kind.ADDRESS);
        assertNothingConnected();
    }

    @Test
    void send_toForbiddenThroughProxy_doesNotEvenAskTheProxy() throws Exception {
        AddressPolicy onlyTheProxy =
                new TestAddresses(address -> address.getHostAddress().equals("127.0.0.1"), false);
        Outcome outcome = send(onlyTheProxy, proxy("127.0.0.1"), "[::1]");
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ADDRESS);
        assertNothingConnected();
    }

    @Test
    void connector_addressChangedAfterTheLookUp_isNotConnected() throws Exception {
        // what a name server that flips its answers would want: checked before, another address now
        CompletableFuture<Object> connected = new CompletableFuture<>();
        GuardedConnector connector =
                new GuardedConnector(NO_LOOPBACK, TestProfile.INSTANCE, Optional.empty(), Optional.empty());
        connector.start();
        try {
            Map<String, Object> context = new HashMap<>(Map.of(
                    GuardedConnector.CONNECTION_PROMISE_CONTEXT_KEY,
                    Promise.from(connected::complete, connected::completeExceptionally)));
            connector.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), sink.getLocalPort()), context);
        } finally {
            connector.stop();
        }
        assertThatThrownBy(connected::get).cause().isInstanceOf(ForbiddenAddressException.class);
        assertNothingConnected();
    }

    @Test
    void address_ofAConnectionThatIsKept_isNotJudgedAgain() throws Exception {
        AtomicInteger judged = new AtomicInteger();
        AddressPolicy counting = new TestAddresses(address -> judged.incrementAndGet() > 0, false);
        Script ok = Script.accept()
                .forever(Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        try (FaultServer receiver = FaultServer.builder().byDefault(ok).start()) {
            assertThat(send(counting, Optional.empty(), receiver.uri("/")).delivered())
                    .isTrue();
            int first = judged.get();
            assertThat(first).isPositive();
            for (int i = 0; i < 100; i++) {
                assertThat(send(counting, Optional.empty(), receiver.uri("/")).delivered())
                        .isTrue();
            }
            assertThat(judged).hasValue(first);
        }
    }

    @Test
    void resolver_mixedAnswers_givesTheAllowedOnesUnlessStrict() throws Exception {
        List<InetSocketAddress> mixed = List.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), new InetSocketAddress("192.0.2.1", 1));
        assertThat(resolve(NO_LOOPBACK, mixed).get()).containsExactly(mixed.get(1));

        AddressPolicy strict = new TestAddresses(address -> !address.isLoopbackAddress(), true);
        assertThatThrownBy(resolve(strict, mixed)::get)
                .cause()
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessage("127.0.0.1 is forbidden here (one of the addresses of a.example)");
        assertThat(resolve(strict, mixed.subList(1, 2)).get()).containsExactly(mixed.get(1));
    }

    @Test
    void resolver_failure_staysAFailure() {
        SocketAddressResolver failing =
                (host, port, context, promise) -> promise.failed(new UnknownHostException(host));
        CompletableFuture<List<InetSocketAddress>> answers = new CompletableFuture<>();
        new GuardedResolver(failing, TestAddresses.ANY)
                .resolve("a.example", 1, Map.of(), Promise.from(answers::complete, answers::completeExceptionally));
        assertThatThrownBy(answers::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    private static CompletableFuture<List<InetSocketAddress>> resolve(
            AddressPolicy policy, List<InetSocketAddress> answers) {
        CompletableFuture<List<InetSocketAddress>> given = new CompletableFuture<>();
        SocketAddressResolver fixed = (host, port, context, promise) -> promise.succeeded(answers);
        new GuardedResolver(fixed, policy)
                .resolve("a.example", 1, Map.of(), Promise.from(given::complete, given::completeExceptionally));
        return given;
    }

    private Optional<ProxyServer> proxy(String host) {
        return Optional.of(new ProxyServer(ProxyServer.Type.HTTP, host, sink.getLocalPort(), Optional.empty()));
    }

    private Outcome send(AddressPolicy policy, Optional<ProxyServer> proxy, String host) throws Exception {
        return send(policy, proxy, new URI("http", null, host, sink.getLocalPort(), "/", null, null));
    }

    private Outcome send(AddressPolicy policy, Optional<ProxyServer> proxy, URI uri) throws Exception {
        Transport transport = pool.lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        proxy,
                        policy,
                        TIMEOUT,
                        TIMEOUT,
                        TransportSettings.DEFAULT_LIFETIME,
                        Protocol.HTTP_1_1))
                .transport();
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(uri, Map.of(), "application/json", new byte[] {'{', '}'}, TIMEOUT), done::complete);
        return done.get(10, TimeUnit.SECONDS);
    }

    private void assertNothingConnected() throws Exception {
        sink.setSoTimeout(1);
        assertThatThrownBy(sink::accept).isInstanceOf(SocketTimeoutException.class);
    }
}
