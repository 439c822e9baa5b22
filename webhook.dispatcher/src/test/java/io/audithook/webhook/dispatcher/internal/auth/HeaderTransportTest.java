/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Phase;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTransportTest {

    private WebhookRequest sent;
    private final List<Outcome> outcomes = new ArrayList<>();

    private Outcome send(AuthHeader header, Outcome answered) {
        new HeaderTransport(
                        (request, done) -> {
                            sent = request;
                            done.accept(answered);
                        },
                        () -> header)
                .send(
                        new WebhookRequest(
                                URI.create("http://localhost/"),
                                Map.of("webhook-id", "evt_1"),
                                "application/json",
                                new byte[0],
                                Duration.ofSeconds(1)),
                        outcomes::add);
        return outcomes.get(outcomes.size() - 1);
    }

    @Test
    void basic_always_isThatOfTheRfc() {
        // RFC 7617, 2
        assertThat(send(AuthHeader.basic("Aladdin", "open sesame"), Outcome.delivered(204)))
                .isEqualTo(Outcome.delivered(204));
        assertThat(sent.headers())
                .containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
                .containsEntry("webhook-id", "evt_1");
        // RFC 7617, 2.1
        send(AuthHeader.basic("test", "123\u00a3"), Outcome.delivered(204));
        assertThat(sent.headers()).containsEntry("Authorization", "Basic dGVzdDoxMjPCow==");
    }

    @Test
    void header_always_isSentAsConfigured() {
        send(AuthHeader.of("X-Api-Key", "k1"), Outcome.delivered(204));
        assertThat(sent.headers()).containsEntry("X-Api-Key", "k1");
        send(AuthHeader.token("Token", "k2"), Outcome.delivered(204));
        assertThat(sent.headers()).containsEntry("Authorization", "Token k2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad key MARKER-1234567", "MARKER-1234567", "you said MARKER-1"})
    void secret_sentBack_isNotShown(String answer) {
        Outcome told =
                new Outcome(Outcome.Kind.REDIRECT, 302, Phase.BODY, "HTTP 302 to /" + answer, answer, Optional.empty());
        Outcome outcome = send(AuthHeader.of("X-Api-Key", "MARKER-1234567"), told);
        assertThat(outcome.status()).isEqualTo(302);
        assertThat(outcome.toString())
                .isEqualTo("redirect: (not shown: it holds a secret), the answer was: (not shown: it holds a secret)");
    }

    @Test
    void answer_withoutTheSecret_isShown() {
        Outcome told = new Outcome(Outcome.Kind.REJECTED, 422, Phase.BODY, "HTTP 422", "no", Optional.empty());
        assertThat(send(AuthHeader.basic("u", "MARKER"), told)).isSameAs(told);
    }

    @Test
    void secret_thatNoHeaderCanHold_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> AuthHeader.token("Bearer", "MARKER\r\nHost: x"))
                .hasMessage("auth.token must be visible ASCII characters");
        assertThatThrownBy(() -> AuthHeader.of("X-Api-Key", "MARKER\u00e4"))
                .hasMessage("auth.value must be visible ASCII characters");
        assertThatThrownBy(() -> AuthHeader.basic("MARKER:x", "y"))
                .hasMessage("auth.user must not be empty, or hold a colon or control characters");
        assertThatThrownBy(() -> AuthHeader.basic("x", "MARKER\n"))
                .hasMessage("auth.password must not be empty, or hold control characters");
    }
}
