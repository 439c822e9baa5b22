/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.RecordedConnection;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.Traffic;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.auth.TokenSources;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.TestAddresses;
import io.audithook.webhook.dispatcher.internal.http.TestProfile;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import io.audithook.webhook.settings.FileWatch;
import io.audithook.webhook.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * S3: texts that try to become lines of their own, wherever a text of others becomes part of a request. The receiver keeps
 * the bytes: each request is one, and has no line that was not asked for.
 */
class InjectionTest {

    private static final int ROUNDS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(20);

    /** What an attacker wants to see as a line, or as the begin of a request. */
    private static final Pattern INJECTED = Pattern.compile("(?i)[\\r\\n](x-evil|get /evil|post /evil|host: evil)");

    private static final List<String> BREAKS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\u0000",
            "\u0085",
            "\u2028",
            "\u010d\u010a",
            "\u560a",
            "%0d%0a",
            "\u000b",
            "\t",
            " ",
            "\r\n ",
            "\ud800");
    private static final List<String> EVIL = List.of(
            "X-Evil: 1", "GET /evil HTTP/1.1\r\nHost: evil\r\n\r\n", "Host: evil", "POST /evil HTTP/1.0", ":", "a");

    private static final Script OK = Script.accept()
            .forever(Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

    private final long seed = new SplittableRandom().nextLong(1_000_000);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ManualTimekeeper time = new ManualTimekeeper();
    private final TransportPool transports = new TransportPool(Runnable::run, time);
    private final Way.Shared shared =
            new Way.Shared(transports, new TokenSources(transports, time), new FileWatch(time::schedule));
    private FaultServer receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = FaultServer.builder().keep(64 * 1024 * 1024).byDefault(OK).start();
    }

    @AfterEach
    void close() {
        transports.close();
        receiver.close();
    }

    @Test
    void configuration_withLineBreaks_isRefusedOrStaysOneValue() throws Exception {
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> configuration = configuration();
            EndpointSettings settings;
            try {
                settings = EndpointSettings.from(new Settings(EndpointConfig.PID, configuration));
            } catch (IllegalArgumentException e) {
                // refused, in one line
                assertThat(e.getMessage())
                        .as("seed %d: %s", seed, configuration)
                        .doesNotContain("\n", "\r");
                continue;
            }
            accepted++;
            try (Way way = new Way("endpoint=e", settings, wiring(), shared)) {
                send(way, settings.url(), settings.headers());
            }
        }
        assertThat(accepted).as("seed %d", seed).isPositive();
        assertOneRequestEach(accepted);
    }

    @Test
    void headers_withLineBreaksPastAllChecks_areKeptHereOrHarmless() throws Exception {
        // as if an id of an event, or the name of a replay, had come past the checks at the door
        URI url = receiver.uri("/hook");
        EndpointSettings settings =
                EndpointSettings.from(new Settings(EndpointConfig.PID, Map.of("url", url.toString())));
        int delivered = 0;
        try (Way way = new Way("endpoint=e", settings, wiring(), shared)) {
            for (int i = 0; i < ROUNDS; i++) {
                Map<String, String> headers = new HashMap<>(settings.headers());
                headers.put("webhook-id", evil());
                headers.put(random.nextBoolean() ? "audithook-replay" : "audithook-event-ids", evil());
                headers.put("webhook-timestamp", "1");
                delivered += send(way, url, headers).delivered() ? 1 : 0;
            }
        }
        assertOneRequestEach(delivered);
    }

    @Test
    void token_withLineBreaks_isNoToken() throws Exception {
        for (String evil :
                List.of("a\\r\\nX-Evil: 1", "a\\nX-Evil: 1", "a\\u0000b", "a\\u010d\\u010aX-Evil: 1", "a b")) {
            String body = "{\"access_token\": \"" + evil + "\"}";
            try (FaultServer login = FaultServer.start(Script.accept()
                    .forever(Script.accept()
                            .readRequest()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)))) {
                EndpointSettings settings = EndpointSettings.from(new Settings(
                        EndpointConfig.PID,
                        Map.of(
                                "url", receiver.uri("/hook").toString(),
                                "auth.type", "oauth2",
                                "auth.tokenUrl", login.uri("/token").toString(),
                                "auth.clientId", "me",
                                "auth.clientSecret", "s3cret")));
                try (Way way = new Way("endpoint=e", settings, wiring(), shared)) {
                    assertThat(send(way, settings.url(), settings.headers()).kind())
                            .as(evil)
                            .isEqualTo(Outcome.Kind.AUTH_TOKEN);
                }
            }
        }
        assertThat(receiver.totals().connectionsOpened()).isZero();
    }

    private Map<String, Object> configuration() {
        Map<String, Object> configuration = new HashMap<>();
        String url = receiver.uri("/hook").toString();
        configuration.put("url", url);
        switch (random.nextInt(7)) {
            case 0 -> configuration.put("url", url + evil());
            case 1 -> configuration.put("url", url + "?a=" + evil());
            case 2 -> configuration.put("userAgent", evil());
            case 3 -> configuration.put("headers", List.of("X-Mine: " + evil()));
            case 4 -> configuration.put("headers", List.of("X-Mine" + evil() + ": mine"));
            case 5 -> {
                configuration.put("auth.type", "bearer");
                configuration.put("auth.token", evil());
            }
            default -> {
                configuration.put("auth.type", "basic");
                configuration.put("auth.user", evil());
                configuration.put("auth.password", evil());
            }
        }
        return configuration;
    }

    private String evil() {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "a" : "");
        for (int parts = random.nextInt(1, 4); parts > 0; parts--) {
            text.append(BREAKS.get(random.nextInt(BREAKS.size())));
            text.append(EVIL.get(random.nextInt(EVIL.size())));
        }
        return text.toString();
    }

    private Outcome send(Way way, URI url, Map<String, String> headers) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        way.transport()
                .send(new WebhookRequest(url, headers, "application/json", new byte[] {'1'}, LONG), outcome::complete);
        return outcome.get(60, TimeUnit.SECONDS);
    }

    private void assertOneRequestEach(int delivered) {
        assertThat(receiver.totals().requests()).as("seed %d", seed).isEqualTo(delivered);
        for (RecordedConnection connection : receiver.connections()) {
            assertThat(INJECTED.matcher(connection.text(Traffic.Direction.RECEIVED))
                            .results())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static Wiring wiring() {
        return new Wiring(
                TestProfile.INSTANCE,
                new Direct(),
                TestAddresses.ANY,
                new NamedFormat("audit", new AuditFormat()),
                List.of(),
                false,
                new ServiceUse(null));
    }

    private static final class Direct implements ProxyProfile {

        @Override
        public String name() {
            return "direct";
        }

        @Override
        public Optional<ProxyServer> proxyFor(URI destination) {
            return Optional.empty();
        }
    }
}
