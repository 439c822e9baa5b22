/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsFormatTest {

    private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String EVENT =
            "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"c1\",\"startDate\":1505477372601, \"n\":1.10}";

    private final CloudEventsFormat format = new CloudEventsFormat();
    private final AuditEventJson json = new AuditEventJson(JsonLimits.DEFAULT);

    private static Entry entry(String id, String key, String event) {
        return new Entry(1, id, ACCEPTED, key, event.getBytes(StandardCharsets.UTF_8));
    }

    private Payload encode(Entry entry, Map<String, String> settings) {
        return format.encoder(settings).encode(entry, json.stored(entry.json()));
    }

    private Payload structured(String event) {
        return encode(entry("id1", "k1", event), Map.of());
    }

    private Payload binary(String event) {
        return encode(entry("id1", "k1", event), Map.of("mode", "binary"));
    }

    private static String text(Payload payload) {
        return new String(payload.body(), StandardCharsets.UTF_8);
    }

    /** What the SDK of CloudEvents makes of it. */
    private static CloudEvent parsed(Payload payload) {
        Map<String, String> headers = Decoded.headers(payload.headers());
        headers.put("Content-Type", payload.contentType());
        return HttpMessageFactory.createReader(headers, payload.body()).toEvent();
    }

    private static String data(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }

    private static String event(String objectId) {
        return "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId
                + "\",\"startDate\":1505477372601}";
    }

    @Test
    void structured_always_holdsTheBytesOfTheEvent() {
        Payload payload = structured(EVENT);
        assertThat(payload.contentType()).isEqualTo("application/cloudevents+json");
        assertThat(payload.headers()).isEmpty();
        assertThat(text(payload))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"source\":\"/audithook\",\"datacontenttype\":\"application/json\","
                                + "\"id\":\"id1\",\"type\":\"io.audithook.case.Update\",\"time\":\"2017-09-15T12:09:32.601Z\","
                                + "\"subject\":\"c1\",\"partitionkey\":\"k1\",\"data\":" + EVENT + "}");
    }

    @Test
    void binary_always_hasTheAttributesInHeadersAndTheSameBytes() {
        Entry entry = entry("id1", "k1", EVENT);
        Payload payload = encode(entry, Map.of("mode", "BINARY", "dataschema", "https://example.com/s"));
        assertThat(payload.contentType()).isEqualTo("application/json");
        assertThat(payload.body()).isSameAs(entry.json());
        assertThat(payload.headers())
                .containsOnly(
                        Map.entry("ce-specversion", "1.0"),
                        Map.entry("ce-id", "id1"),
                        Map.entry("ce-source", "/audithook"),
                        Map.entry("ce-type", "io.audithook.case.Update"),
                        Map.entry("ce-time", "2017-09-15T12:09:32.601Z"),
                        Map.entry("ce-subject", "c1"),
                        Map.entry("ce-partitionkey", "k1"),
                        Map.entry("ce-dataschema", "https://example.com/s"));
    }

    @Test
    void settings_given_becomeAttributes() {
        Map<String, String> settings = Map.of(
                "source", "urn:example:trail",
                "type", "com.example.{operation}-of-{objectType}",
                "dataschema", "https://example.com/schema#v1");
        CloudEvent event = parsed(encode(entry("id1", "k1", EVENT), settings));
        assertThat(event.getSource()).hasToString("urn:example:trail");
        assertThat(event.getType()).isEqualTo("com.example.Update-of-case");
        assertThat(event.getDataSchema()).hasToString("https://example.com/schema#v1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mod|x|mod is not known; must be one of [dataschema, mode, source, type]",
                "mode|batch|mode=\"batch\" must be structured or binary",
                "source|a b|source=\"a b\" must be at most 1024 visible ASCII characters",
                "source|\u00e4|source=\"?\" must be at most 1024 visible ASCII characters",
                "source|%x|source=\"%x\" is not a URI: Malformed escape pair at index 0",
                "dataschema|/s|dataschema=\"/s\" must be an absolute URI, such as https://example.com/schema",
                "type|a.{kind}|type=\"a.{kind}\" must hold no braces but in {objectType} and {operation}",
                "type|a.{operation|type=\"a.{operation\" must hold no braces but in {objectType} and {operation}",
                "type|a}b|type=\"a}b\" must hold no braces but in {objectType} and {operation}",
            })
    void setting_againstARule_isRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> format.encoder(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the example of the HTTP Protocol Binding 1.0.2, 3.1.3.2
                "Euro \u20ac \ud83d\ude00|Euro%20%E2%82%AC%20%F0%9F%98%80",
                "100%|100%25",
                "a\\\"b|a%22b",
                "a\\\\b|a\\b",
                "~!|~!",
            })
    void binary_subject_isPercentEncoded(String objectId, String header) {
        Payload payload = binary(event(objectId));
        assertThat(payload.headers()).containsEntry("ce-subject", header);
        assertThat(parsed(payload).getSubject())
                .isEqualTo(json.stored(payload.body()).objectId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\u0000b|a\ufffdb",
                "a\\nb|a\ufffdb",
                "a\u0085b|a\ufffdb",
                "a\\ud800b|a\ufffdb",
                "\\ude00\\ud83d|\ufffd\ufffd",
                "a\\uffffb|a\ufffdb",
                "\\ud83d\\ude00|\ud83d\ude00",
            })
    void subject_withWhatAttributesMustNotHold_hasAMarkInItsPlace(String objectId, String subject) {
        String event = event(objectId);
        assertThat(parsed(structured(event)).getSubject()).isEqualTo(subject);
        assertThat(parsed(binary(event)).getSubject()).isEqualTo(subject);
        assertThat(text(binary(event))).isEqualTo(event);
        assertThat(text(structured(event))).endsWith(",\"data\":" + event + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"startDate\":0|1970-01-01T00:00:00Z",
                "\"startDate\":253402300799999|9999-12-31T23:59:59.999Z",
                "\"startDate\":-62167219200000|0000-01-01T00:00:00Z",
                // no year of four digits: the time of acceptance
                "\"startDate\":253402300800000|2026-01-02T03:04:05.678Z",
                "\"startDate\":-62167219200001|2026-01-02T03:04:05.678Z",
                "\"startDate\":9223372036854775807|2026-01-02T03:04:05.678Z",
                "\"startDate\":null|2026-01-02T03:04:05.678Z",
                "\"requestId\":\"r\"|2026-01-02T03:04:05.678Z",
            })
    void time_fromTheStartDateOrOfAcceptance(String member, String time) {
        String event = "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"c\"," + member + "}";
        assertThat(text(structured(event))).contains(",\"time\":\"" + time + "\",");
        assertThat(parsed(binary(event)).getTime()).isEqualTo(OffsetDateTime.parse(time));
    }

    @Test
    void binary_attributesThatAreLong_leaveRoomInTheHead() {
        String longId = "x".repeat(255);
        String longText = "\u20ac".repeat(5000);
        String event = "{\"operation\":\"" + longText + "\",\"objectType\":\"" + longText + "\",\"objectId\":\""
                + longText + "\",\"startDate\":1}";
        Payload payload = encode(
                entry(longId, longText, event),
                Map.of("mode", "binary", "source", "/" + "s".repeat(1023), "dataschema", "urn:" + "d".repeat(1020)));
        assertThat(payload.headers()).doesNotContainKeys("ce-subject", "ce-partitionkey");
        CloudEvent parsed = parsed(payload);
        assertThat(parsed.getId()).isEqualTo(longId);
        assertThat(parsed.getType()).isEqualTo("io.audithook." + "\u20ac".repeat(64) + "." + "\u20ac".repeat(64));
        assertThat(payload.headers().values().stream().mapToInt(String::length).sum())
                .isLessThan(4096);
    }

    @Test
    void structured_attributesThatAreLong_areKept() {
        String longText = "\u20ac".repeat(5000);
        CloudEvent parsed = parsed(encode(entry("x".repeat(255), longText, event(longText)), Map.of()));
        assertThat(parsed.getSubject()).isEqualTo(longText);
        assertThat(parsed.getExtension("partitionkey")).isEqualTo(longText);
    }

    @Test
    void id_withQuotesAndBackslashes_isTheSameInBothModes() {
        Entry entry = entry("a\"b\\c%", "k", EVENT);
        assertThat(parsed(encode(entry, Map.of())).getId()).isEqualTo("a\"b\\c%");
        assertThat(parsed(encode(entry, Map.of("mode", "binary"))).getId()).isEqualTo("a\"b\\c%");
    }

    @Test
    void batch_always_isAnArrayOfTheSame() {
        PayloadEncoder encoder = format.encoder(Map.of());
        assertThat(encoder.joins()).isTrue();
        Payload one = structured(event("c1"));
        Payload other = structured(event("c2"));
        Payload batch = encoder.join(List.of(one, other));
        assertThat(batch.contentType()).isEqualTo("application/cloudevents-batch+json");
        assertThat(text(batch)).isEqualTo("[" + text(one) + "," + text(other) + "]");
    }

    @Test
    void binary_neverJoins() {
        PayloadEncoder encoder = format.encoder(Map.of("mode", "binary"));
        assertThat(encoder.joins()).isFalse();
        assertThatThrownBy(() -> encoder.join(List.of(binary(EVENT))))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void data_inBothModes_losesNothing() {
        String exact = "{\"operation\":\"U\",\"objectType\":\"t\",\"objectId\":\"o\",\"startDate\":1,"
                + "\"n\":12345678901234567890.123456789012345678901234567890e-7 , \"s\":\"\u20ac\\u20ac\"}";
        assertThat(text(structured(exact))).contains("\"data\":" + exact + "}");
        assertThat(data(parsed(binary(exact)))).isEqualTo(exact);
        assertThat(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                .isNotNull();
    }

    @Test
    void auditFormat_always_keepsTheBytes() {
        Entry entry = entry("id1", "k1", EVENT);
        AuditFormat audit = new AuditFormat();
        AuditEvent event = json.stored(entry.json());
        Payload payload = audit.encoder(Map.of()).encode(entry, event);
        assertThat(payload.body()).isSameAs(entry.json());
        assertThat(payload.headers()).isEmpty();
        assertThat(payload.contentType()).isEqualTo("application/json");
        assertThat(text(audit.join(List.of(payload, payload)))).isEqualTo("[" + EVENT + "," + EVENT + "]");
        assertThatThrownBy(() -> audit.encoder(Map.of("x", "1")))
                .hasMessage("x is not known: this format has no settings");
    }
}
