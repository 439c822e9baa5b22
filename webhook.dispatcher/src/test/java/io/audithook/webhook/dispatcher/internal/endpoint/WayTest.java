/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Header;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.auth.TokenSources;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.AnswerReader;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.TestAddresses;
import io.audithook.webhook.dispatcher.internal.http.TestProfile;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import io.audithook.webhook.settings.FileWatch;
import io.audithook.webhook.settings.Settings;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a configuration to what a receiver and a token endpoint see, over real connections. */
class WayTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final TransportPool transports = new TransportPool(Runnable::run, time);
    private final Way.Shared shared =
            new Way.Shared(transports, new TokenSources(transports, time), new FileWatch(time::schedule));

    @AfterEach
    void close() {
        transports.close();
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

    private static Script answers(String status, String body) {
        return Script.accept()
                .forever(Script.accept()
                        .readRequest()
                        .write("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Script token(String token) {
        return answers("200 OK", "{\n  \"access_token\": \"" + token + "\",\n  \"expires_in\": 3600\n}");
    }

    private static FaultServer secured(Script script) throws Exception {
        return FaultServer.seeded(1).tls(Tls.valid()).byDefault(script).start();
    }

    private Way way(FaultServer receiver, String... more) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("url", receiver.uri("/hook").toString());
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        EndpointSettings settings = EndpointSettings.from(new Settings(EndpointConfig.PID, configuration));
        Wiring wiring = new Wiring(
                TestProfile.INSTANCE,
                new Direct(),
                TestAddresses.ANY,
                new NamedFormat("audit", new AuditFormat()),
                List.of(),
                false,
                new ServiceUse(null));
        return new Way("endpoint=e", settings, wiring, shared);
    }

    private static String[] oauth(FaultServer login, String... more) {
        return Stream.concat(
                        Stream.of(
                                "auth.type",
                                "oauth2",
                                "auth.tokenUrl",
                                login.uri("/token").toString(),
                                "auth.clientId",
                                "me",
                                "auth.clientSecret",
                                "s3cret"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static CompletableFuture<Outcome> start(Way way, FaultServer receiver, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", "evt_1");
        headers.put("webhook-timestamp", Long.toString(Instant.now().getEpochSecond()));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        way.transport()
                .send(
                        new WebhookRequest(
                                receiver.uri("/hook"),
                                headers,
                                "application/json",
                                body.getBytes(StandardCharsets.UTF_8),
                                LONG),
                        outcome::complete);
        return outcome;
    }

    private static Outcome send(Way way, FaultServer receiver, String body) throws Exception {
        return start(way, receiver, body).get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static void verify(String secret, RecordedRequest request) throws Exception {
        new Webhook(secret)
                .verify(
                        request.bodyText(),
                        request.headers().stream()
                                .collect(Collectors.toMap(header -> header.name(), header -> List.of(header.value()))));
    }

    @Test
    void request_signedAndAuthenticated_arrivesSo(@TempDir Path dir) throws Exception {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        String next = "whsec_" + Base64.getEncoder().encodeToString(new byte[48]);
        Path file = Files.writeString(dir.resolve("keys"), secret);
        try (FaultServer receiver = secured(answers("200 OK", ""));
                Way way = way(
                        receiver,
                        "sign.keys",
                        "file:" + file,
                        "auth.type",
                        "header",
                        "auth.header",
                        "X-Api-Key",
                        "auth.value",
                        "k1")) {
            assertThat(send(way, receiver, "{\"n\":1}").delivered()).isTrue();
            Files.writeString(file, next + "\n" + secret + "\n");
            time.advance(Duration.ofSeconds(4));
            assertThat(send(way, receiver, "{\"n\":2}").delivered()).isTrue();
            Files.writeString(file, next);
            time.advance(Duration.ofSeconds(4));
            assertThat(send(way, receiver, "{\"n\":3}").delivered()).isTrue();
            List<RecordedRequest> requests = receiver.awaitRequests(3, LONG);
            assertThat(requests)
                    .allSatisfy(
                            request -> assertThat(request.header("X-Api-Key")).contains("k1"));
            verify(secret, requests.get(0));
            verify(secret, requests.get(1));
            verify(next, requests.get(1));
            verify(next, requests.get(2));
        }
    }

    @Test
    void options_asked_areAuthenticatedOverTlsAndNotSigned() throws Exception {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        try (FaultServer receiver = secured(answers("200 OK\r\nX-Answer: yes", ""));
                FaultServer login = secured(token("abc"));
                Way way = way(receiver, oauth(login, "sign.keys", secret, "sign.github.secret", "s", "gzip", "true"))) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            CompletableFuture<String> header = new CompletableFuture<>();
            AnswerReader reader = new AnswerReader() {
                @Override
                public void head(UnaryOperator<String> headers) {
                    header.complete(headers.apply("x-answer"));
                }

                @Override
                public void body(ByteBuffer piece) {
                    throw new AssertionError("there is none");
                }
            };
            way.transport()
                    .send(
                            WebhookRequest.options(receiver.uri("/hook"), Map.of("X-A", "1"), LONG, reader),
                            outcome::complete);
            assertThat(outcome.get(20, TimeUnit.SECONDS).delivered()).isTrue();
            assertThat(header.get(20, TimeUnit.SECONDS)).isEqualTo("yes");
            RecordedRequest request = receiver.requests().get(0);
            assertThat(request.method()).isEqualTo("OPTIONS");
            assertThat(request.header("X-A")).contains("1");
            assertThat(request.header("Authorization")).contains("Bearer abc");
            assertThat(request.headers())
                    .extracting(Header::name)
                    .doesNotContain("webhook-signature", "X-Hub-Signature-256", "Content-Type", "Content-Encoding");
        }
    }

    @Test
    void token_longAndForManyEndpoints_isFetchedOnceOverTls() throws Exception {
        String token = "t".repeat(6000);
        try (FaultServer receiver = secured(answers("200 OK", ""));
                FaultServer login = secured(token(token));
                Way one = way(receiver, oauth(login, "auth.scope", "a b"));
                Way other = way(receiver, oauth(login, "auth.scope", "a b"))) {
            List<CompletableFuture<Outcome>> all = IntStream.range(0, 20)
                    .mapToObj(i -> start(i % 2 == 0 ? one : other, receiver, "{}"))
                    .toList();
            for (CompletableFuture<Outcome> outcome : all) {
                assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.delivered(200));
            }
            assertThat(receiver.requests())
                    .hasSize(20)
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).contains("Bearer " + token));
            assertThat(login.requests()).hasSize(1);
            RecordedRequest request = login.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.bodyText()).isEqualTo("grant_type=client_credentials&scope=a+b");
            assertThat(request.header("Content-Type")).contains("application/x-www-form-urlencoded");
            assertThat(request.header("Authorization")).contains("Basic bWU6czNjcmV0");
        }
    }

    @Test
    void token_refusedByTheReceiver_isRenewedOnce() throws Exception {
        try (FaultServer receiver = FaultServer.start(Script.accept()
                        .readRequest()
                        .write("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
                        .readRequest()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                FaultServer login = secured(token("abc"));
                Way way = way(receiver, oauth(login))) {
            assertThat(send(way, receiver, "{}")).isEqualTo(Outcome.delivered(200));
            assertThat(login.requests()).hasSize(2);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void tokenEndpoint_withWhateverFault_isAuthToken() throws Exception {
        try (FaultServer receiver = secured(answers("200 OK", ""))) {
            for (Script fault : List.of(
                    Script.accept().tls(Tls.named("unknown-authority")).hang(),
                    Script.accept().tls(Tls.valid()).readRequest().reset(),
                    Script.accept().tls(Tls.valid()).readRequest().write("SMTP ready\r\n\r\n"),
                    answers("200 OK", "{\"access_token\":").over(Tls.valid()),
                    answers("200 OK", "x".repeat(100_000)).over(Tls.valid()),
                    answers("302 Elsewhere", "").over(Tls.valid()),
                    answers("401 No", "{\"error\":\"invalid_client\",\"hint\":\"s3cret\"}")
                            .over(Tls.valid()),
                    answers("503 Later", "s3cret").over(Tls.valid()))) {
                try (FaultServer login = FaultServer.start(fault);
                        Way way = way(
                                receiver,
                                oauth(
                                        login,
                                        "auth.tokenUrl",
                                        login.uri("https", "/token").toString()))) {
                    Outcome outcome = send(way, receiver, "{}");
                    assertThat(outcome.kind()).as("%s: %s", fault, outcome).isEqualTo(Outcome.Kind.AUTH_TOKEN);
                    assertThat(outcome.toString())
                            .startsWith("auth-token: no token from https://")
                            .doesNotContain("s3cret");
                }
            }
            assertThat(receiver.requests()).isEmpty();
        }
    }
}
