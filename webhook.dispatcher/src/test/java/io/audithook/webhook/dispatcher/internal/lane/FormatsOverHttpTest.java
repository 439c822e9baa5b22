/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Script;
import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.format.CloudEventsFormat;
import io.audithook.webhook.dispatcher.internal.format.Decoded;
import io.audithook.webhook.dispatcher.internal.http.GzipTransport;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.TestAddresses;
import io.audithook.webhook.dispatcher.internal.http.TestProfile;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.sign.SigningKeys;
import io.audithook.webhook.dispatcher.internal.sign.SigningTransport;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver gets over a real connection, read by the SDK of CloudEvents. */
class FormatsOverHttpTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String CONSENT =
            "HTTP/1.1 204 Yes\r\nWEBHOOK-allowed-ORIGIN: audit.example.com\r\nWebHook-Allowed-Rate: *\r\n\r\n";

    private final SystemTimekeeper time = new SystemTimekeeper();
    private final TransportPool transports = new TransportPool(Runnable::run, time);
    private final FakeLane outbox = new FakeLane();
    private final Courier courier =
            new Courier("e", Runnable::run, time, new StallWatch(time), new FilterWatch(time, held -> {}));

    @AfterEach
    void close() {
        courier.close();
        transports.close();
        time.close();
    }

    private Transport transport() {
        Transport direct = transports
                .lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        Optional.empty(),
                        TestAddresses.ANY,
                        LONG,
                        LONG,
                        TransportSettings.DEFAULT_LIFETIME,
                        Protocol.HTTP_1_1))
                .transport();
        SigningKeys keys = SigningKeys.parse("sign.keys", List.of(SECRET));
        return new SigningTransport(direct, Optional.of(() -> keys), Optional.empty());
    }

    private void deliver(
            FaultServer receiver,
            Transport transport,
            PayloadEncoder encoder,
            int batch,
            Optional<Handshake> handshake,
            String... objectIds) {
        for (String id : objectIds) {
            outbox.add(id);
        }
        courier.assigned(outbox);
        courier.retarget(new Target(
                receiver.uri("/hook"),
                "http://localhost/hook",
                Map.of("User-Agent", "test"),
                LONG,
                new DeliverySettings(
                        Ordering.STRICT,
                        1,
                        1,
                        0,
                        batch,
                        RetryPolicy.STANDARD,
                        3,
                        new Delays(List.of(Duration.ofMillis(10)), 0),
                        100,
                        handshake),
                new Preparation(
                        List.of(), new EventViews(new AuditEventJson(JsonLimits.DEFAULT)), "cloudevents", encoder),
                transport,
                1));
    }

    private RecordedRequest deliverOne(Map<String, String> settings, int batch, String... objectIds) throws Exception {
        return deliverOne(transport(), settings, batch, objectIds);
    }

    private RecordedRequest deliverOne(
            Transport transport, Map<String, String> settings, int batch, String... objectIds) throws Exception {
        try (FaultServer receiver = FaultServer.start(
                Script.accept().forever(Script.accept().readRequest().write(OK)))) {
            deliver(receiver, transport, new CloudEventsFormat().encoder(settings), batch, Optional.empty(), objectIds);
            RecordedRequest request = receiver.awaitRequests(1, LONG).get(0);
            new Webhook(SECRET)
                    .verify(
                            request.bodyText(),
                            headers(request).entrySet().stream()
                                    .collect(
                                            Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
            return request;
        }
    }

    private static Map<String, String> headers(RecordedRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.name(), header.value()));
        return headers;
    }

    /** The published verifier takes text only. */
    private static String hmac(String head, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        mac.update(head.getBytes(StandardCharsets.US_ASCII));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static CloudEvent parsed(RecordedRequest request) {
        return HttpMessageFactory.createReader(Decoded.headers(headers(request)), request.body())
                .toEvent();
    }

    private String json(int index) {
        return new String(outbox.entries.get(index).json(), StandardCharsets.UTF_8);
    }

    private static String data(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void structured_overHttp_isReadByTheSdk() throws Exception {
        RecordedRequest request = deliverOne(Map.of(), 1, "case \u20ac");
        assertThat(request.header("Content-Type")).contains("application/cloudevents+json");
        assertThat(request.header("webhook-id")).contains("id1");
        CloudEvent event = parsed(request);
        assertThat(event.getId()).isEqualTo("id1");
        assertThat(event.getSubject()).isEqualTo("case \u20ac");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("partitionkey")).isEqualTo("case \u20ac");
        assertThat(data(event)).isEqualTo(json(0));
    }

    @Test
    void binary_overHttp_isReadByTheSdk() throws Exception {
        RecordedRequest request = deliverOne(Map.of("mode", "binary"), 1, "50% \u20ac");
        assertThat(request.header("Content-Type")).contains("application/json");
        assertThat(request.header("ce-subject")).contains("50%25%20%E2%82%AC");
        assertThat(request.bodyText()).isEqualTo(json(0));
        CloudEvent event = parsed(request);
        assertThat(event.getSpecVersion()).hasToString("1.0");
        assertThat(event.getId()).isEqualTo("id1");
        assertThat(event.getSubject()).isEqualTo("50% \u20ac");
        assertThat(data(event)).isEqualTo(json(0));
    }

    @Test
    void batch_overHttp_isReadByTheSdkEventByEvent() throws Exception {
        RecordedRequest request = deliverOne(Map.of(), 10, "a", "b", "c");
        assertThat(request.header("Content-Type")).contains("application/cloudevents-batch+json");
        assertThat(request.header("audithook-event-ids")).contains("id1,id2,id3");
        assertThat(request.header("webhook-id").orElseThrow()).startsWith("batch_");
        // the SDK knows no batches, so they are taken apart here: no event has a line end in it
        String[] events = request.bodyText().substring(1).split("(?<=}})[,\\]]");
        assertThat(Arrays.stream(events)
                        .map(text -> new JsonFormat().deserialize(text.getBytes(StandardCharsets.UTF_8)))
                        .map(CloudEvent::getId))
                .containsExactly("id1", "id2", "id3");
    }

    @Test
    void structured_compressed_isSignedOverTheBytesThatAreSent() throws Exception {
        try (FaultServer receiver =
                FaultServer.start(Script.accept().readRequest().write(OK))) {
            deliver(
                    receiver,
                    new GzipTransport(transport()),
                    new CloudEventsFormat().encoder(Map.of()),
                    1,
                    Optional.empty(),
                    "a".repeat(500));
            RecordedRequest request = receiver.awaitRequests(1, LONG).get(0);
            assertThat(request.header("Content-Encoding")).contains("gzip");
            assertThat(request.header("Content-Type")).contains("application/cloudevents+json");
            assertThat(request.header("webhook-signature"))
                    .contains(hmac(
                            request.header("webhook-id").orElseThrow() + "."
                                    + request.header("webhook-timestamp").orElseThrow() + ".",
                            request.body()));
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
                assertThat(new JsonFormat().deserialize(in.readAllBytes()).getId())
                        .isEqualTo("id1");
            }
        }
    }

    @Test
    void handshake_refusedThenFailedThenGiven_deliversAfterIt() throws Exception {
        try (FaultServer receiver = FaultServer.start(Script.accept()
                .readRequest()
                .write(OK)
                .readRequest()
                .write("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n")
                .readRequest()
                .write(CONSENT)
                .forever(Script.accept().readRequest().write(OK)))) {
            deliver(
                    receiver,
                    transport(),
                    new AuditFormat(),
                    1,
                    Optional.of(new Handshake("audit.example.com", 300, LONG)),
                    "a",
                    "b");
            List<RecordedRequest> requests = receiver.awaitRequests(5, LONG);
            assertThat(requests)
                    .extracting(RecordedRequest::method)
                    .containsExactly("OPTIONS", "OPTIONS", "OPTIONS", "POST", "POST");
            assertThat(requests).allSatisfy(request -> {
                assertThat(request.target()).isEqualTo("/hook");
                assertThat(request.header("WebHook-Request-Origin")).contains("audit.example.com");
            });
            RecordedRequest asked = requests.get(0);
            assertThat(asked.header("WebHook-Request-Rate")).contains("300");
            assertThat(asked.header("User-Agent")).contains("test");
            assertThat(asked.header("Content-Type")).isEmpty();
            assertThat(asked.header("webhook-signature")).isEmpty();
            assertThat(asked.bodyLength()).isZero();
            assertThat(requests.get(3).bodyText()).isEqualTo(json(0));
            await().atMost(LONG).until(() -> courier.status().trouble().isEmpty());
        }
    }
}
