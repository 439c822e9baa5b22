/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.dispatcher.internal.http.Blame;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Phase;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import io.audithook.webhook.settings.Secret;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTransportTest {

    private static final Outcome UNAUTHORIZED = new Outcome(Outcome.Kind.UNAUTHORIZED, 401, Phase.BODY, "HTTP 401");

    /** Holds each request until the test says how it ends. */
    private static final class Side implements Transport {

        private final List<WebhookRequest> requests = new ArrayList<>();
        private final Deque<Consumer<Outcome>> open = new ArrayDeque<>();

        @Override
        public void send(WebhookRequest request, Consumer<Outcome> done) {
            requests.add(request);
            open.add(done);
        }

        void end(Outcome outcome) {
            open.remove().accept(outcome);
        }

        void endAll(Outcome outcome) {
            while (!open.isEmpty()) {
                end(outcome);
            }
        }

        void answer(int status, String body) {
            WebhookRequest request = requests.get(requests.size() - open.size());
            // in two pieces, as it may come
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            ByteBuffer first = ByteBuffer.wrap(bytes, 0, bytes.length / 2);
            ByteBuffer second = ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            request.reader().orElseThrow().body(first);
            request.reader().orElseThrow().body(second);
            end(
                    status / 100 == 2
                            ? Outcome.delivered(status)
                            : new Outcome(Outcome.Kind.REJECTED, status, Phase.BODY, "HTTP " + status));
        }

        void token(String token, int seconds) {
            answer(
                    200,
                    "{\"access_token\":\"" + token + "\",\n \"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
        }

        String authorization(int index) {
            return requests.get(index).headers().get("Authorization");
        }
    }

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final Side server = new Side();
    private final Side receiver = new Side();
    private final List<Outcome> outcomes = new ArrayList<>();
    private ClientCredentials credentials = new ClientCredentials("me", "s3cr=t/ MARKER");
    private Transport transport = transport(TokenSettings.Method.BASIC, "");

    private Transport transport(TokenSettings.Method method, String scope) {
        TokenSettings settings = new TokenSettings(
                URI.create("https://login.example.org/token?tenant=1"),
                "https://login.example.org/token",
                new Secret("auth.clientId", "me"),
                new Secret("auth.clientSecret", "file:secret"),
                method,
                scope,
                "Audithook");
        TokenSource source = new TokenSource(settings, server, time);
        return new TokenTransport(receiver, source, () -> credentials);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            transport.send(
                    new WebhookRequest(
                            URI.create("http://localhost/"),
                            Map.of("webhook-id", "evt_" + i),
                            "application/json",
                            new byte[] {'{', '}'},
                            Duration.ofSeconds(30)),
                    outcomes::add);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void token_neededByMany_isFetchedOnce() {
        send(20);
        assertThat(receiver.requests).isEmpty();
        assertThat(server.requests).hasSize(1);
        server.token("abc", 3600);
        assertThat(receiver.requests)
                .hasSize(20)
                .allSatisfy(request -> assertThat(request.headers())
                        .containsEntry("Authorization", "Bearer abc")
                        .containsKey("webhook-id"));
        receiver.endAll(Outcome.delivered(200));
        send(20);
        assertThat(server.requests).hasSize(1);
        assertThat(receiver.requests).hasSize(40);
        assertThat(outcomes).hasSize(20).containsOnly(Outcome.delivered(200));
    }

    @Test
    void tokenRequest_basic_isThatOfTheRfc() {
        send(1);
        WebhookRequest request = server.requests.get(0);
        assertThat(request.url()).hasToString("https://login.example.org/token?tenant=1");
        assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(text(request.body())).isEqualTo("grant_type=client_credentials");
        // "me:s3cr%3Dt%2F+MARKER", each encoded as for a form
        assertThat(request.headers())
                .containsEntry("Authorization", "Basic bWU6czNjciUzRHQlMkYrTUFSS0VS")
                .containsEntry("Accept", "application/json");
        assertThat(request.toString()).doesNotContain("Basic");
    }

    @Test
    void tokenRequest_post_hasAllInTheForm() {
        transport = transport(TokenSettings.Method.POST, "a b");
        send(1);
        assertThat(server.requests.get(0).headers()).doesNotContainKey("Authorization");
        assertThat(text(server.requests.get(0).body()))
                .isEqualTo("grant_type=client_credentials&scope=a+b&client_id=me&client_secret=s3cr%3Dt%2F+MARKER");
    }

    @Test
    void token_aboutToExpire_isRenewedWhileTheOldOneIsUsed() {
        send(1);
        server.token("old", 3600);
        time.advance(Duration.ofSeconds(3539));
        send(1);
        assertThat(server.requests).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        send(3);
        assertThat(server.requests).hasSize(2);
        assertThat(receiver.authorization(4)).isEqualTo("Bearer old");
        server.token("new", 3600);
        send(1);
        assertThat(receiver.authorization(5)).isEqualTo("Bearer new");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void token_expired_isNotSent() {
        send(1);
        server.token("old", 100);
        time.advance(Duration.ofSeconds(90));
        send(1);
        assertThat(receiver.requests).hasSize(1);
        server.token("new", 100);
        assertThat(receiver.authorization(1)).isEqualTo("Bearer new");
    }

    @Test
    void renewal_failing_goesOnWithTheOldTokenUntilItExpires() {
        send(1);
        server.token("old", 3600);
        time.advance(Duration.ofSeconds(3550));
        send(1);
        server.answer(500, "");
        send(1);
        assertThat(receiver.authorization(2)).isEqualTo("Bearer old");
        assertThat(server.requests).as("it is left alone for a second").hasSize(2);
        time.advance(Duration.ofSeconds(1));
        send(1);
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void tokenEndpoint_failing_isChargedToNobodyAndLeftAlone() {
        send(3);
        server.answer(400, "{\"error\":\"invalid_client\",\"error_description\":\"no MARKER\"}");
        assertThat(receiver.requests).isEmpty();
        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.kind().label()).isEqualTo("auth-token");
            assertThat(outcome.blame()).isEqualTo(Blame.OURS);
            assertThat(outcome.detail())
                    .isEqualTo("no token from https://login.example.org/token: HTTP 400, invalid_client");
        });
        send(1);
        assertThat(outcomes).hasSize(4);
        assertThat(server.requests).hasSize(1);
        int asked = 0;
        for (int i = 0; i < 600; i++) {
            time.advance(Duration.ofSeconds(1));
            send(1);
            if (server.requests.size() > asked + 1) {
                asked = server.requests.size() - 1;
                server.answer(400, "{\"error\":\"invalid_client\"}");
            }
        }
        // after 1, 2, 4, 8, 16, 32 s, and then each minute
        assertThat(server.requests).hasSize(1 + 6 + 8);
        time.advance(Duration.ofSeconds(60));
        send(1);
        server.token("abc", 3600);
        assertThat(receiver.requests).hasSize(1);
    }

    @Test
    void tokenEndpoint_notReached_tellsWhy() {
        send(1);
        server.end(new Outcome(Outcome.Kind.TLS_UNTRUSTED, 0, Phase.CONNECT, "no path"));
        assertThat(outcomes.get(0))
                .hasToString("auth-token: no token from https://login.example.org/token: tls-untrusted: no path");
    }

    @Test
    void receiver_refusingTheToken_getsAnotherOneOnce() {
        send(3);
        server.token("old", 3600);
        receiver.end(UNAUTHORIZED);
        assertThat(server.requests).hasSize(2);
        receiver.end(UNAUTHORIZED);
        receiver.end(UNAUTHORIZED);
        assertThat(server.requests).as("one renewal for all").hasSize(2);
        server.token("new", 3600);
        assertThat(receiver.requests).hasSize(6);
        assertThat(receiver.authorization(5)).isEqualTo("Bearer new");
        receiver.end(Outcome.delivered(200));
        receiver.end(UNAUTHORIZED);
        receiver.end(UNAUTHORIZED);
        assertThat(outcomes).containsExactly(Outcome.delivered(200), UNAUTHORIZED, UNAUTHORIZED);
        send(1);
        receiver.end(UNAUTHORIZED);
        assertThat(server.requests).as("not again within a minute").hasSize(2);
        time.advance(Duration.ofSeconds(60));
        send(1);
        receiver.end(UNAUTHORIZED);
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void credentials_rotated_areUsedForTheNextToken() {
        send(1);
        server.token("old", 100);
        credentials = new ClientCredentials("me", "other");
        time.advance(Duration.ofSeconds(100));
        send(1);
        assertThat(server.authorization(1)).isNotEqualTo(server.authorization(0));
    }

    @Test
    void lifetime_asText_isRead() {
        assertThat(TokenAnswer.parse("{\"access_token\":\"a\",\"expires_in\":\"120\"}".getBytes(StandardCharsets.UTF_8))
                        .lifetime())
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(TokenAnswer.parse("{\"access_token\":\"a\"}".getBytes(StandardCharsets.UTF_8))
                        .lifetime())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MARKER|the answer is not JSON",
                "{'access_token':'MARKER'|the answer is not JSON",
                "['MARKER']|the answer is not a JSON object",
                "{'a':{'access_token':'MARKER'}}|the answer holds no access_token",
                "{'access_token':['MARKER']}|the answer holds no access_token",
                "{'access_token':null}|the answer holds no access_token",
                "{'access_token':'MARKER','token_type':'mac'}|the answer's token_type is not Bearer",
                "{'access_token':'MARKER\\r\\nHost: x'}|the answer's access_token is not one of visible ASCII characters",
                "{'access_token':'MARKER b'}|the answer's access_token is not one of visible ASCII characters",
                "{'error':'x MARKER\\n'}|an error without a proper name",
            })
    void answer_thatCannotBeUsed_isNamedAndNotShown(String json, String problem) {
        send(1);
        server.answer(200, json.replace('\'', '"'));
        assertThat(receiver.requests).isEmpty();
        assertThat(outcomes.get(0).detail())
                .isEqualTo("no token from https://login.example.org/token: HTTP 200, " + problem);
    }

    @Test
    void secret_sentBackAsTheError_isNotShown() {
        credentials = new ClientCredentials("me", "MARKER");
        send(1);
        server.answer(400, "{\"error\":\"MARKER\"}");
        assertThat(outcomes.get(0).toString()).doesNotContain("MARKER");
    }
}
