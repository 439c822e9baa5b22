/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.Answers;
import io.audithook.fault.server.Fault;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Faults;
import io.audithook.fault.server.ProxyFaults;
import io.audithook.fault.server.TlsFaults;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of faults, a row each: what the server does, and the class the attempt must end in. */
class ReceiverFaultsTest {

    private static final Pattern STATUS = Pattern.compile("status-(\\d\\d\\d)(-.*)?");

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMillis(600);
    private static final Duration TOTAL = Duration.ofMillis(2500);

    /** For a machine with other things to do. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final String ANY_RESET = "connect-refused|send-failed|unknown-outcome";
    private static final String ANY_TLS = "tls|tls-.*";
    private static final String ANY_PROXY = "proxy-.*";
    private static final String TLS_TIMEOUT = "connect-timeout|tls-timeout";

    /** By the name of the fault, the label, or an expression for several that will do. */
    private static final Map<String, String> RECEIVER = rows(
            "refuse", "connect-refused",
            "connect-hangs", "connect-timeout",
            "never-accepted", "timeout-headers",
            "never-reads", "timeout-headers",
            "never-answers", "timeout-headers",
            "hang-in-status-line", "timeout-headers|timeout-body",
            "hang-in-headers", "timeout-headers|timeout-body",
            "hang-in-body-200", "delivered",
            "hang-in-body-500", "timeout-body",
            "trickle-headers", "timeout-headers|timeout-body",
            "trickle-body-200", "delivered",
            "trickle-body-500", "timeout-body",
            "endless-headers", "bad-response",
            "endless-header", "bad-response",
            "long-header", "bad-response",
            "many-headers", "bad-response",
            "endless-interim", "bad-response",
            "reset-before-read", ANY_RESET,
            "reset-in-request", ANY_RESET,
            "close-before-read", ANY_RESET,
            "reset-after-request", "unknown-outcome",
            "close-after-request", "unknown-outcome",
            "reset-in-headers", "unknown-outcome|bad-response",
            "reset-in-body-200", "delivered",
            "keep-alive-race", "delivered",
            "garbage", "bad-response",
            "http-0.9", "bad-response",
            "wrong-version", "bad-response",
            "bad-header", "bad-response",
            "huge-body", "delivered",
            "endless-body", "delivered",
            "endless-chunks", "delivered",
            "gzip-bomb", "delivered",
            // the receiver has said yes; what is wrong with the body cannot take it back
            "body-too-short", "delivered",
            "body-too-long", "delivered|bad-response",
            "bad-length", "bad-response",
            "length-and-chunked", "bad-response",
            "two-lengths", "bad-response",
            "bad-chunk", "delivered");

    /** What is told of answers that are no HTTP. */
    private static final Map<String, String> DETAILS = rows(
            "endless-header", "the headers of the answer are more than 8192 bytes",
            "long-header", "the headers of the answer are more than 8192 bytes",
            "many-headers", "The answer has more than 100 headers",
            "garbage",
                    "the answer breaks the rules of HTTP: Illegal character CNTL=0x0; if the other side speaks HTTP/2"
                            + " only, set protocol=h2",
            "http-0.9", "the answer breaks the rules of HTTP: No Status",
            "wrong-version", "the answer breaks the rules of HTTP: Unknown Version",
            "bad-header", "the answer breaks the rules of HTTP: Illegal character SPACE=' '",
            "bad-length", "the answer breaks the rules of HTTP: Invalid Content-Length Value",
            "length-and-chunked", "the answer breaks the rules of HTTP: Transfer-Encoding and Content-Length",
            "two-lengths", "the answer breaks the rules of HTTP: Multiple Content-Lengths",
            "status-099", "the answer breaks the rules of HTTP: Bad status");

    private static final Map<String, String> TLS = rows(
            "tls-self-signed", "tls-untrusted",
            "tls-expired", "tls-expired",
            "tls-not-yet-valid", "tls-expired",
            "tls-wrong-host", "tls-hostname",
            "tls-unknown-authority", "tls-untrusted",
            "tls-missing-intermediate", "tls-untrusted",
            "tls-weak-key", "tls-untrusted|tls-protocol",
            "tls-hang", TLS_TIMEOUT,
            "tls-hang-in-handshake", TLS_TIMEOUT,
            "tls-reset-in-handshake", ANY_TLS,
            "tls-close-in-handshake", ANY_TLS,
            "tls-reset-at-hello", ANY_TLS,
            "tls-close-at-hello", ANY_TLS,
            "tls-garbage", ANY_TLS,
            "tls-plain-http", ANY_TLS,
            // the server may close before its alert is read
            "tls-old-protocol", "tls-protocol|tls-failed",
            "tls-protocol-alert", "tls-protocol|tls-failed",
            "tls-no-common-cipher", "tls-protocol|tls-failed",
            // from JDK 25 on the server answers with handshake_failure, which has many causes
            "tls-client-certificate-tls12", "tls-client-cert|tls-failed|tls-protocol",
            "tls-client-certificate-tls13", "tls-client-cert",
            "tls-h2-only", "bad-response|tls-protocol",
            "tls-no-close-notify", "delivered");

    private static final Map<String, String> PROXY = rows(
            "proxy-refuse",
            ANY_PROXY,
            "proxy-connect-hangs",
            ANY_PROXY,
            "proxy-hangs",
            ANY_PROXY,
            "proxy-hangs-in-headers",
            ANY_PROXY,
            "proxy-403",
            "proxy-refused",
            "proxy-407",
            "proxy-auth",
            "proxy-407-close",
            "proxy-auth",
            "proxy-502",
            "proxy-refused",
            "proxy-503-retry-after",
            "proxy-refused",
            "proxy-302",
            "proxy-refused",
            "proxy-garbage",
            "proxy-bad-response",
            "proxy-200-and-garbage",
            "proxy-bad-response|tls-failed",
            "proxy-200-with-body",
            "proxy-bad-response",
            "proxy-200-and-hang",
            TLS_TIMEOUT + "|" + ANY_PROXY,
            "proxy-closes",
            ANY_PROXY,
            "proxy-resets",
            ANY_PROXY,
            "proxy-200-and-close",
            ANY_TLS + "|" + ANY_PROXY,
            "proxy-200-and-reset",
            ANY_TLS + "|" + ANY_PROXY);

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void table_hasARowForEachFault() {
        assertThat(RECEIVER.keySet()).containsExactlyInAnyOrderElementsOf(names(Faults.all()));
        assertThat(TLS.keySet()).containsExactlyInAnyOrderElementsOf(names(TlsFaults.all()));
        assertThat(PROXY.keySet()).containsExactlyInAnyOrderElementsOf(names(ProxyFaults.all()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("receiver")
    void receiver_fault_isOfItsClass(Fault fault, String label) throws Exception {
        attempt(fault, label, Optional.empty(), Protocol.HTTP_1_1, server -> server.uri("http", "/hook"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("answers")
    void answer_isOfItsClass(Fault fault, String label) throws Exception {
        attempt(fault, label, Optional.empty(), Protocol.HTTP_1_1, server -> server.uri("http", "/hook"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("tls")
    void tls_fault_isOfItsClass(Fault fault, String label) throws Exception {
        attempt(fault, label, Optional.empty(), Protocol.HTTP_1_1, server -> server.uri("https", "/hook"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("negotiated")
    void tls_fault_asHttpIsNegotiated_isOfItsClass(Fault fault, String label) throws Exception {
        attempt(fault, label, Optional.empty(), Protocol.AUTO, server -> server.uri("https", "/hook"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("proxy")
    void proxy_fault_isOfItsClass(Fault fault, String label) throws Exception {
        ProxyServer.Credentials credentials = new ProxyServer.Credentials("u", "p");
        attempt(
                fault,
                label,
                Optional.of(credentials),
                Protocol.HTTP_1_1,
                server -> URI.create("https://receiver.invalid/hook"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("proxy")
    void proxy_fault_asHttpIsNegotiated_isOfItsClass(Fault fault, String label) throws Exception {
        ProxyServer.Credentials credentials = new ProxyServer.Credentials("u", "p");
        attempt(
                fault,
                label,
                Optional.of(credentials),
                Protocol.AUTO,
                server -> URI.create("https://receiver.invalid/hook"));
    }

    static Stream<Arguments> receiver() {
        return arguments(Faults.all(), RECEIVER::get);
    }

    static Stream<Arguments> answers() {
        return arguments(Answers.all(), ReceiverFaultsTest::ofAnswer);
    }

    static Stream<Arguments> tls() {
        return arguments(TlsFaults.all(), TLS::get);
    }

    static Stream<Arguments> negotiated() {
        // it offers HTTP/2, and takes its leave at the first request
        return arguments(
                TlsFaults.all(), name -> name.equals("tls-h2-only") ? "send-failed|unknown-outcome" : TLS.get(name));
    }

    static Stream<Arguments> proxy() {
        return arguments(ProxyFaults.all(), PROXY::get);
    }

    private static String ofAnswer(String name) {
        Matcher status = STATUS.matcher(name);
        if (!status.matches()) {
            return switch (name) {
                case "challenge" -> "unauthorized";
                case "status-without-reason", "status-with-empty-reason", "state-headers", "interim-then-200" ->
                    "delivered";
                default -> "unavailable|throttled|redirect";
            };
        }
        return switch (Integer.parseInt(status.group(1))) {
            case 99 -> "server-error|bad-response";
            case 401, 403, 404, 405, 407 -> "unauthorized";
            case 408, 425 -> "try-again";
            case 410 -> "gone";
            case 429 -> "throttled";
            case 502, 503, 504 -> "unavailable";
            default ->
                switch (status.group(1).charAt(0)) {
                    case '2' -> "delivered";
                    case '3' -> "redirect";
                    case '4' -> "rejected";
                    default -> "server-error";
                };
        };
    }

    private static Stream<Arguments> arguments(List<Fault> faults, Function<String, String> label) {
        return faults.stream().map(fault -> Arguments.of(fault, label.apply(fault.name())));
    }

    private static List<String> names(List<Fault> faults) {
        return faults.stream().map(Fault::name).toList();
    }

    private static Map<String, String> rows(String... cells) {
        return Stream.iterate(0, i -> i < cells.length, i -> i + 2)
                .collect(Collectors.toMap(i -> cells[i], i -> cells[i + 1], (a, b) -> a, LinkedHashMap::new));
    }

    private void attempt(
            Fault fault,
            String label,
            Optional<ProxyServer.Credentials> proxy,
            Protocol protocol,
            Function<FaultServer, URI> url)
            throws Exception {
        try (FaultServer server =
                FaultServer.builder().byDefault(fault.script()).start()) {
            TransportSettings settings = new TransportSettings(
                    TestProfile.INSTANCE,
                    proxy.map(credentials -> new ProxyServer(
                            ProxyServer.Type.HTTP, "127.0.0.1", server.port(), Optional.of(credentials))),
                    TestAddresses.ANY,
                    CONNECT,
                    IDLE,
                    TransportSettings.DEFAULT_LIFETIME,
                    protocol);
            long begin = System.nanoTime();
            CompletableFuture<Outcome> done = new CompletableFuture<>();
            pool.lease(settings)
                    .transport()
                    .send(
                            new WebhookRequest(
                                    url.apply(server),
                                    Map.of("webhook-id", "1"),
                                    "application/json",
                                    "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                                    TOTAL),
                            done::complete);
            Outcome outcome = done.get(20, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(outcome.kind().label())
                    .as("%s at %s: %s", fault, server, outcome)
                    .matches(label);
            // what is shown is for people: no objects of the client
            assertThat(outcome.detail())
                    .as("%s at %s: %s", fault, server, outcome)
                    .doesNotContainPattern("@[0-9a-f]{4,}");
            Optional.ofNullable(DETAILS.get(fault.name()))
                    .filter(detail -> outcome.kind() == Outcome.Kind.BAD_RESPONSE)
                    .ifPresent(detail -> assertThat(outcome.detail()).isEqualTo(detail));
            assertThat(took).as("%s at %s: %s", fault, server, outcome).isLessThan(TOTAL.plus(SLACK));
            // at most the one immediate repetition, or three of what was refused unseen
            assertThat(server.totals().requests()).isLessThanOrEqualTo(protocol == Protocol.HTTP_1_1 ? 2 : 4);
        }
    }
}
