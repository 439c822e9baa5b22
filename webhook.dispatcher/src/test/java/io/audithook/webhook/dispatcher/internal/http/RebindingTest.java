/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Script;
import io.audithook.webhook.api.AddressPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * S2: a name server in the hands of an attacker, through the whole client. The receiver is at the one address that is
 * allowed; a trap is at the same port of all the others of this host.
 */
class RebindingTest {

    private static final String ALLOWED = "127.0.0.1";
    private static final List<String> FORBIDDEN = List.of("127.0.0.2", "127.9.9.9");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Each connection is used once, so that each request asks for the name again. */
    private static final Script ONCE = Script.accept()
            .readRequest()
            .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            .close();

    private final ClientResources resources = new ClientResources();
    private final List<ServerSocket> traps = new ArrayList<>();
    private FaultServer receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = FaultServer.start(ONCE);
        for (String address : FORBIDDEN) {
            traps.add(new ServerSocket(receiver.port(), 50, InetAddress.getByName(address)));
        }
        // a trap that does not close proves nothing
        try (Socket probe = new Socket(FORBIDDEN.get(0), receiver.port());
                Socket seen = traps.get(0).accept()) {
            assertThat(seen.getPort()).isEqualTo(probe.getLocalPort());
        }
    }

    @AfterEach
    void close() throws Exception {
        resources.close();
        receiver.close();
        for (ServerSocket trap : traps) {
            trap.close();
        }
    }

    @Test
    void name_thatFlips_isConnectedWhereAllowedOnly() throws Exception {
        List<String> next = new ArrayList<>();
        JettyTransport transport =
                transport(false, (host, port, context, promise) -> promise.succeeded(addresses(next)));
        try {
            for (int i = 0; i < 50; i++) {
                next.clear();
                next.add(ALLOWED);
                assertThat(send(transport).delivered()).isTrue();
                next.clear();
                next.add(FORBIDDEN.get(i % FORBIDDEN.size()));
                assertForbidden(send(transport));
            }
        } finally {
            transport.stop();
        }
        assertThat(receiver.totals().connectionsOpened()).isEqualTo(50);
        assertNothingTrapped();
    }

    @Test
    void name_withAnUnderscore_isLookedUpAndJudged() throws Exception {
        List<String> asked = new ArrayList<>();
        List<String> next = new ArrayList<>(List.of(ALLOWED));
        JettyTransport transport = transport(false, (host, port, context, promise) -> {
            asked.add(host);
            promise.succeeded(addresses(next));
        });
        try {
            assertThat(send(transport, "my_HTTP_endpoint").delivered()).isTrue();
            next.set(0, FORBIDDEN.get(0));
            assertForbidden(send(transport, "my_HTTP_endpoint"));
        } finally {
            transport.stop();
        }
        assertThat(asked).containsExactly("my_http_endpoint", "my_http_endpoint");
        assertThat(receiver.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/a?b=c");
            assertThat(request.header("host")).contains("my_HTTP_endpoint:" + receiver.port());
        });
        assertNothingTrapped();
    }

    @Test
    void answers_thatAreMixed_areTakenInPartOrRefused() throws Exception {
        long seed = new SplittableRandom().nextLong(1_000_000);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> next = new ArrayList<>();
        for (boolean strict : new boolean[] {false, true}) {
            JettyTransport transport =
                    transport(strict, (host, port, context, promise) -> promise.succeeded(addresses(next)));
            try {
                for (int i = 0; i < 100; i++) {
                    next.clear();
                    next.add(ALLOWED);
                    for (int more = random.nextInt(1, 4); more > 0; more--) {
                        next.add(FORBIDDEN.get(random.nextInt(FORBIDDEN.size())));
                    }
                    Collections.shuffle(next, new Random(random.nextLong()));
                    Outcome outcome = send(transport);
                    assertThat(outcome.kind())
                            .as("seed %d: %s, %s", seed, next, outcome)
                            .isEqualTo(strict ? Outcome.Kind.ADDRESS : Outcome.Kind.DELIVERED);
                }
            } finally {
                transport.stop();
            }
        }
        assertNothingTrapped();
    }

    @Test
    void address_thatIsJudgedTwice_isJudgedAgainWhenConnected() throws Exception {
        // allowed as long as it is only looked at
        List<InetAddress> judged = Collections.synchronizedList(new ArrayList<>());
        AddressPolicy second = new TestAddresses(
                address -> {
                    judged.add(address);
                    return judged.size() < 2;
                },
                false);
        JettyTransport transport = new JettyTransport(
                settings(second),
                resources,
                Runnable::run,
                (host, port, context, promise) -> promise.succeeded(addresses(FORBIDDEN.subList(0, 1))));
        try {
            assertForbidden(send(transport));
        } finally {
            transport.stop();
        }
        assertThat(judged).hasSize(2);
        assertNothingTrapped();
    }

    private JettyTransport transport(boolean strict, SocketAddressResolver resolver) {
        AddressPolicy policy =
                new TestAddresses(address -> address.getHostAddress().equals(ALLOWED), strict);
        return new JettyTransport(settings(policy), resources, Runnable::run, resolver);
    }

    private static TransportSettings settings(AddressPolicy policy) {
        return new TransportSettings(
                TestProfile.INSTANCE,
                Optional.empty(),
                policy,
                TIMEOUT,
                TIMEOUT,
                TransportSettings.DEFAULT_LIFETIME,
                Protocol.HTTP_1_1);
    }

    private List<InetSocketAddress> addresses(List<String> texts) {
        return texts.stream()
                .map(text -> new InetSocketAddress(text, receiver.port()))
                .toList();
    }

    private Outcome send(JettyTransport transport) throws Exception {
        return send(transport, "rebind.example");
    }

    private Outcome send(JettyTransport transport, String host) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(
                        URI.create("http://" + host + ":" + receiver.port() + "/a?b=c"),
                        Map.of(),
                        "application/json",
                        new byte[] {'1'},
                        TIMEOUT),
                done::complete);
        return done.get(60, TimeUnit.SECONDS);
    }

    private static void assertForbidden(Outcome outcome) {
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.ADDRESS);
    }

    private void assertNothingTrapped() throws Exception {
        for (ServerSocket trap : traps) {
            // whoever has connected stands in the queue before this one
            try (Socket last = new Socket(trap.getInetAddress(), trap.getLocalPort());
                    Socket first = trap.accept()) {
                assertThat(first.getPort()).isEqualTo(last.getLocalPort());
            }
        }
    }
}
