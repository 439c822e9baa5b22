/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.InvalidAuditEventException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventJsonTest {

    private static final String REQUIRED =
            "\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":1";

    private final AuditEventJson json = new AuditEventJson(JsonLimits.DEFAULT);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private AuditEvent read(String text) {
        return json.read(bytes(text), Optional.empty());
    }

    private InvalidAuditEventException refused(byte[] text) {
        return catchThrowableOfType(InvalidAuditEventException.class, () -> json.read(text, Optional.empty()));
    }

    private static byte[] example(String name) throws IOException {
        try (InputStream in = AuditEventJsonTest.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-creation.json", "event-update.json"})
    void example_readAndEncoded_staysByteForByte(String name) throws IOException {
        byte[] text = example(name);
        AuditEventJson.Encoded encoded = json.encode(json.read(text.clone(), Optional.empty()));
        assertThat(encoded.json()).isEqualTo(text);
        assertThat(encoded.key()).isEqualTo("AV6FZsTj0KeanEfOQfd_");
    }

    @Test
    void example_read_hasAllMembersInOrder() throws IOException {
        AuditEvent event = json.read(example("event-update.json"), Optional.of("mine"));
        assertThat(event.members().keySet())
                .containsExactly(
                        "operation",
                        "details",
                        "objectType",
                        "objectId",
                        "base",
                        "startDate",
                        "rootId",
                        "requestId",
                        "object");
        assertThat(event.operation()).isEqualTo("Update");
        assertThat(event.startDate()).isEqualTo(Instant.ofEpochMilli(1505477372601L));
        assertThat(event.base()).isTrue();
        assertThat(event.details()).isEqualTo(Map.of("severity", 3));
        assertThat(event.object()).containsEntry("tags", List.of()).containsEntry("severity", 3);
        assertThat(event.eventId()).contains("mine");
    }

    @Test
    void key_withoutRootId_isTheObjectId() {
        assertThat(json.encode(read("{" + REQUIRED + "}")).key()).isEqualTo("1");
        assertThat(json.encode(read("{" + REQUIRED + ",\"rootId\":null}")).key())
                .isEqualTo("1");
        assertThat(json.encode(read("{" + REQUIRED + ",\"rootId\":\"r\"}")).key())
                .isEqualTo("r");
    }

    @Test
    void values_ofAnyKind_survive() {
        AuditEvent event = read("{" + REQUIRED + ",\"organisation\":{\"a\":[null,true,1e400,0.10,"
                + "1234567890123456789012345678901234567890,9223372036854775807]},\"context\":null}");
        List<Object> expected = Arrays.asList(
                null,
                true,
                new BigDecimal("1e400"),
                new BigDecimal("0.10"),
                new BigInteger("1234567890123456789012345678901234567890"),
                Long.MAX_VALUE);
        assertThat(event.members().get("organisation")).isEqualTo(Map.of("a", expected));
        assertThat(event.members()).containsEntry("context", null);
    }

    @Test
    void builtEvent_encoded_isReadBackTheSame() {
        Map<String, Object> object = new HashMap<>();
        object.put("n", null);
        object.put("d", new BigDecimal("1.50"));
        object.put("i", new BigInteger("98765432109876543210"));
        AuditEvent event = AuditEvent.builder()
                .operation("Creation")
                .objectType("case")
                .objectId("ä\u0000\"")
                .startDate(Instant.ofEpochMilli(5))
                .object(object)
                .member("extra", List.of(1, 2L, "x", true))
                .build();
        AuditEventJson.Encoded encoded = json.encode(event);
        assertThat(encoded.key()).isEqualTo("ä\u0000\"");
        assertThat(json.stored(encoded.json()).members().toString())
                .isEqualTo(event.members().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``||must be one JSON object, but is empty|0",
                "` `||must be one JSON object, but is empty|0",
                "[]||must be one JSON object, but is an array|0",
                "`  1`||must be one JSON object, but is a number|2",
                "{} {}||nothing may follow the object|3",
                "{REQ} {}||nothing may follow the object|72",
                "{REQ||is not complete JSON|70",
                "{\"object\":{\"a\":[1,x]}}|object.a[1]|is not valid JSON|18",
                "{\"object\":{\"a\":1,\"a\":2}}|object.a|a name must not stand twice in an object|17",
                "{REQ,\"a\":NaN}|a|is not valid JSON|78",
                "{REQ,\"a\":01}|a|is not valid JSON|76",
                "{\"operation\":1}|operation|must be a string, but is a number|13",
                "{\"operation\":\"\"}|operation|must not be empty|13",
                "{\"startDate\":1.5}|startDate|must be a whole number of milliseconds since 1970-01-01T00:00:00Z that fits 64 bits, but is a number|13",
                "{\"startDate\":\"1\"}|startDate|must be a whole number of milliseconds since 1970-01-01T00:00:00Z that fits 64 bits, but is a string|13",
                "{\"startDate\":9223372036854775808}|startDate|must be a whole number of milliseconds since 1970-01-01T00:00:00Z that fits 64 bits, but is a number|13",
                "{\"details\":[]}|details|must be an object or null, but is an array|11",
                "{\"base\":\"yes\"}|base|must be true or false or null, but is a string|8",
                "{\"rootId\":7}|rootId|must be a string, but is a number|10",
            })
    void text_againstARule_isRefusedWithMemberRuleAndOffset(String text, String member, String rule, long offset) {
        InvalidAuditEventException e = refused(bytes(text.replace("REQ", REQUIRED)));
        assertThat(e.rule()).isEqualTo(rule);
        assertThat(e.member()).isEqualTo(member == null ? "" : member);
        assertThat(e.offset()).isEqualTo(offset);
    }

    @Test
    void member_missing_isNamed() {
        for (String name : List.of("operation", "objectType", "objectId", "startDate")) {
            assertThat(refused(bytes("{" + REQUIRED.replace("\"" + name + "\"", "\"x\"") + "}")))
                    .hasMessage(name + ": is required");
        }
    }

    @Test
    void text_withByteOrderMark_isRefused() {
        assertThat(refused(bytes("\uFEFF{" + REQUIRED + "}")))
                .hasMessage("must not begin with a byte order mark (at byte 0)");
    }

    @Test
    void text_thatIsNotUtf8_isRefusedWithOffset() {
        for (int at = 6; at < 36; at++) {
            byte[] text = bytes("{\"a\":\"" + "x".repeat(31) + "\"}");
            text[at] = (byte) 0xC0; // an overlong form of '/'
            text[at + 1] = (byte) 0xAF;
            assertThat(refused(text)).hasMessage("must be valid UTF-8 (at byte " + at + ")");
        }
    }

    @Test
    void limits_each_areNamed() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(refused(bytes("{" + REQUIRED + ",\"a\":" + deep + "}")).rule())
                .contains("100");
        assertThat(refused(bytes("{" + REQUIRED + ",\"a\":" + "9".repeat(101) + "}"))
                        .rule())
                .contains("100");
        assertThat(refused(bytes("{" + REQUIRED + ",\"" + "n".repeat(1025) + "\":1}"))
                        .rule())
                .contains("1024");
        AuditEventJson small = new AuditEventJson(new JsonLimits(10_000, 100, 50, 1024, 100));
        byte[] longString = bytes("{" + REQUIRED + ",\"a\":[\"" + "s".repeat(51) + "\"]}");
        assertThat(catchThrowableOfType(
                                InvalidAuditEventException.class, () -> small.read(longString, Optional.empty()))
                        .rule())
                .contains("50");
        byte[] large = bytes("{" + REQUIRED + ",\"a\":\"" + "s".repeat(1 << 20) + "\"}");
        assertThat(refused(large)).hasMessage("an event must not be larger than 1048576 bytes (at byte 1048576)");
    }

    @Test
    void name_thatIsTooLong_isRefusedAtItsObject() {
        String name = "n".repeat(1025);
        assertThat(refused(bytes("{" + REQUIRED + ",\"object\":{\"a\":{\"" + name + "\":1}}}")))
                .hasMessageStartingWith("object.a: a name must not be longer than 1024 characters (at byte ");
        json.read(bytes("{" + REQUIRED + ",\"" + name.substring(1) + "\":1}"), Optional.empty());
    }

    @Test
    void members_nestedTooDeep_areRefused() {
        assertThat(catchThrowableOfType(InvalidAuditEventException.class, () -> json.encode(nested(100))))
                .hasMessage("objects and arrays must not be nested more than 100 levels deep");
        assertThat(json.encode(nested(99)).key()).isEqualTo("x");
    }

    private static AuditEvent nested(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return AuditEvent.builder()
                .operation("Update")
                .objectType("case")
                .objectId("x")
                .startDate(Instant.EPOCH)
                .member("deep", value)
                .build();
    }

    @Test
    void message_ofARefusal_holdsNothingOfTheText() {
        assertThat(refused(bytes("{\"object\":{\"password\":secretvalue}}"))).hasMessageNotContaining("secretvalue");
        assertThat(refused(bytes("{\"object\":{\"a\":\"" + "\u0001secretvalue\"}}")))
                .hasMessageNotContaining("secretvalue");
    }
}
