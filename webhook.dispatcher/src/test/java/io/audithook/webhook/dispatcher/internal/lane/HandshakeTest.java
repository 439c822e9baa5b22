/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.HANDSHAKE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.OK;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.REFUSED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.UNAVAILABLE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake, by a clock that the test moves. */
class HandshakeTest {

    private static final String ORIGIN = "audit.example.com";
    private static final Duration VALIDITY = Duration.ofHours(24);
    private static final Map<String, String> YES = Map.of("WebHook-Allowed-Origin", ORIGIN);

    private final FakeLane outbox = new FakeLane();
    private final RecordingTransport transport = new RecordingTransport();
    private final ManualTimekeeper time = new ManualTimekeeper();
    private final Courier courier =
            new Courier("e", Runnable::run, time, new StallWatch(time), new FilterWatch(time, held -> {}));

    @BeforeEach
    void assign() {
        outbox.add("a");
        outbox.add("b");
        courier.assigned(outbox);
    }

    private void retarget(double rateLimit, Optional<Handshake> handshake) {
        courier.retarget(new Target(
                URI.create("http://localhost/hook"),
                "http://localhost/hook",
                Map.of("User-Agent", "test"),
                Duration.ofSeconds(30),
                new DeliverySettings(
                        Ordering.NONE,
                        1,
                        8,
                        rateLimit,
                        1,
                        RetryPolicy.STANDARD,
                        3,
                        new Delays(List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)), 0),
                        100,
                        handshake),
                new Preparation(
                        List.of(), new EventViews(new AuditEventJson(JsonLimits.DEFAULT)), "audit", new AuditFormat()),
                transport,
                1));
        time.advance(Duration.ofMillis(500));
    }

    private void retarget(int rate) {
        retarget(0, Optional.of(new Handshake(ORIGIN, rate, VALIDITY)));
    }

    private void addMany(int number) {
        for (int i = 0; i < number; i++) {
            outbox.add("many" + i);
        }
        courier.signal();
    }

    private void assertWithheld(String reason) {
        assertThat(transport.inFlight()).doesNotContain("id1", "id2");
        assertThat(outbox.settled).isEmpty();
        assertThat(outbox.parked).isEmpty();
        assertThat(courier.status().outage()).isTrue();
        assertThat(courier.status().trouble()).isEqualTo(reason);
    }

    @Test
    void handshake_first_asksWithoutABody() {
        retarget(120);
        assertThat(transport.sent).containsExactly(HANDSHAKE);
        WebhookRequest request = transport.requests.get(HANDSHAKE);
        assertThat(request.method()).isEqualTo(WebhookRequest.Method.OPTIONS);
        assertThat(request.url()).hasToString("http://localhost/hook");
        assertThat(request.body()).isEmpty();
        assertThat(request.headers())
                .containsOnly(
                        Map.entry("User-Agent", "test"),
                        Map.entry("WebHook-Request-Origin", ORIGIN),
                        Map.entry("WebHook-Request-Rate", "120"));
    }

    @Test
    void handshake_withoutARate_asksForNone() {
        retarget(0);
        assertThat(transport.requests.get(HANDSHAKE).headers()).doesNotContainKey("WebHook-Request-Rate");
    }

    @Test
    void endpoint_withoutHandshake_neitherAsksNorNamesItself() {
        retarget(0, Optional.empty());
        assertThat(transport.sent).containsExactly("id1", "id2");
        assertThat(transport.requests.get("id1").headers()).doesNotContainKey("WebHook-Request-Origin");
    }

    @ParameterizedTest
    @CsvSource({"audit.example.com", "AUDIT.Example.Com", "*"})
    void consent_given_deliversAndNamesTheSender(String allowed) {
        retarget(0);
        transport.answer(OK, Map.of("WebHook-Allowed-Origin", allowed));
        assertThat(transport.sent).containsExactly(HANDSHAKE, "id1", "id2");
        assertThat(transport.requests.get("id1").headers()).containsEntry("WebHook-Request-Origin", ORIGIN);
        assertThat(courier.status().outage()).isFalse();
        assertThat(courier.status().trouble()).isEmpty();
    }

    @Test
    void events_whileItIsAsked_wait() {
        retarget(0);
        addMany(3);
        time.advance(Duration.ofSeconds(5));
        assertThat(transport.sent).containsExactly(HANDSHAKE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "||the answer has no WebHook-Allowed-Origin",
                "other.example.com||WebHook-Allowed-Origin is neither * nor audit.example.com",
                "*|0|WebHook-Allowed-Rate is neither * nor a number of requests per minute",
                "*|-1|WebHook-Allowed-Rate is neither * nor a number of requests per minute",
                "*|many|WebHook-Allowed-Rate is neither * nor a number of requests per minute",
            })
    void answer_thatIsNoConsent_isARefusalThatSaysWhy(String origin, String rate, String why) {
        retarget(0);
        transport.answer(
                OK,
                origin == null
                        ? Map.of()
                        : rate == null
                                ? Map.of("WebHook-Allowed-Origin", origin)
                                : Map.of("WebHook-Allowed-Origin", origin, "WebHook-Allowed-Rate", rate));
        assertWithheld("handshake-refused: " + why);
    }

    @ParameterizedTest
    @CsvSource({"UNAUTHORIZED,405", "REJECTED,400", "GONE,410", "REDIRECT,302"})
    void status_thatRefuses_isARefusalWhateverTheHeadersSay(Outcome.Kind kind, int status) {
        retarget(0);
        transport.answer(RecordingTransport.status(kind, status), YES);
        assertWithheld("handshake-refused: HTTP " + status + " is no consent");
        assertThat(courier.status().suspension()).isEmpty();
    }

    @Test
    void refusal_lasting_isAskedAgainByTheProbes() {
        retarget(0);
        for (int seconds : new int[] {10, 60, 60}) {
            transport.answer(OK, Map.of());
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(transport.inFlight()).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
        }
        transport.answer(OK, YES);
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        assertThat(courier.status().outage()).isFalse();
    }

    @Test
    void receiver_thatFails_isAnOutageAndChargesNobody() {
        retarget(0);
        transport.answer(UNAVAILABLE, Map.of());
        assertWithheld("unavailable: HTTP 503, at the handshake");
        time.advance(Duration.ofSeconds(10));
        transport.answer(REFUSED, Map.of());
        assertWithheld("connect-refused: nobody listens, at the handshake");
        time.advance(Duration.ofSeconds(60));
        transport.answer(OK, YES);
        transport.endAll(OK);
        assertThat(outbox.settled).hasSize(2);
        assertThat(courier.attempts(10))
                .allSatisfy(attempt -> assertThat(attempt.number()).isEqualTo(1));
    }

    @Test
    void receiver_thatAsksForTime_getsIt() {
        retarget(0);
        transport.answer(retryAfter(503, Duration.ofSeconds(100)), Map.of());
        time.advance(Duration.ofSeconds(99));
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
    }

    @Test
    void consent_pastItsTime_isAskedForAgain() {
        retarget(0);
        transport.answer(OK, YES);
        transport.endAll(OK);
        time.advance(VALIDITY.minusMillis(1));
        addMany(1);
        assertThat(transport.inFlight()).containsExactly("id3");
        transport.endAll(OK);
        time.advance(Duration.ofMillis(1));
        addMany(1);
        assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
        transport.answer(OK, YES);
        assertThat(transport.inFlight()).containsExactly("id4");
    }

    @Test
    void configuration_changed_asksAgainAndALateAnswerDoesNotCount() {
        retarget(0);
        WebhookRequest first = transport.requests.get(HANDSHAKE);
        var late = transport.take(HANDSHAKE);
        retarget(7);
        assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
        first.reader().orElseThrow().head(YES::get);
        late.accept(OK);
        assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
        transport.answer(OK, YES);
        assertThat(transport.inFlight()).contains("id1");
    }

    @Test
    void endpoint_resumed_asksAtOnce() {
        retarget(0);
        transport.answer(OK, Map.of());
        time.advance(Duration.ofSeconds(10));
        transport.answer(OK, Map.of());
        courier.resume();
        assertThat(transport.inFlight()).containsExactly(HANDSHAKE);
    }

    @Test
    void endpoint_paused_doesNotAsk() {
        courier.pause();
        retarget(0);
        assertThat(transport.sent).isEmpty();
        courier.resume();
        assertThat(transport.sent).containsExactly(HANDSHAKE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // allowed rate | asked for | rate.limit per second | requests in the first minute
                "30|0|0|30",
                "030|0|0|30",
                "*|30|0|82",
                "|30|0|30",
                "120|0|0.5|30",
                "30|0|10|30",
                "99999999999999999999|0|0|82",
            })
    void rate_allowed_isKeptWithTheEndpointsOwn(String allowed, int asked, double own, int expected) {
        retarget(own, Optional.of(new Handshake(ORIGIN, asked, VALIDITY)));
        transport.answer(
                OK, allowed == null ? YES : Map.of("WebHook-Allowed-Origin", "*", "WebHook-Allowed-Rate", allowed));
        addMany(80);
        int sent = 0;
        for (int millis = 0; millis < 60_000; millis += 100) {
            sent += transport.inFlight().size();
            transport.endAll(OK);
            while (!transport.inFlight().isEmpty()) {
                sent += transport.inFlight().size();
                transport.endAll(OK);
            }
            time.advance(Duration.ofMillis(100));
        }
        assertThat(sent).isBetween(expected - 1, expected);
    }

    @Test
    void rate_ofAnEarlierConsent_endsWithTheHandshake() {
        retarget(0);
        transport.answer(OK, Map.of("WebHook-Allowed-Origin", "*", "WebHook-Allowed-Rate", "1"));
        assertThat(transport.inFlight()).containsExactly("id1");
        retarget(0, Optional.empty());
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
    }
}
