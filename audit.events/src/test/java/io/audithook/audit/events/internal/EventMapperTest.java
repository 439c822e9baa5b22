/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.event.Event;

class EventMapperTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final AuditEventJson JSON = new AuditEventJson(JsonLimits.DEFAULT);

    private static AuditEvent map(Map<String, Object> configuration, String topic, Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put("topics", "*");
        EventsSettings settings = EventsSettings.from(new Settings("io.audithook.events~t", all));
        return new EventMapper(settings.mapping(), InstantSource.fixed(NOW))
                .map(topic, properties)
                .event();
    }

    private static Object detail(Object value) {
        AuditEvent event = map(Map.of(), "a/B", Map.of("k", value));
        assertThat(JSON.encode(event).json()).isNotEmpty();
        return event.details().get("k");
    }

    @ParameterizedTest
    @CsvSource({
        "com/acme/user/CREATED,Creation,com/acme/user",
        "com/acme/user/UserRemoved,Delete,com/acme/user",
        "org/osgi/service/cm/CM_UPDATED,Update,org/osgi/service/cm",
        "com/acme/LOGIN_FAILED,LOGIN_FAILED,com/acme",
        "login,login,login"
    })
    void topic_alone_saysWhatWasDone(String topic, String operation, String objectType) {
        AuditEvent event = map(Map.of(), topic, Map.of());
        assertThat(event.operation()).isEqualTo(operation);
        assertThat(event.objectType()).isEqualTo(objectType);
        assertThat(event.objectId()).isEqualTo(topic);
        assertThat(event.startDate()).isEqualTo(NOW);
        assertThat(event.rootId()).isEmpty();
        assertThat(event.details()).isEqualTo(Map.of("event.topics", topic));
    }

    @Test
    void properties_ofTheUsualNames_becomeMembersAndNoDetails() {
        AuditEvent event =
                map(Map.of(), "a/B", Map.of("id", 7, "timestamp", 5L, "rootId", "r", "requestId", "q", "other", "o"));
        assertThat(event.objectId()).isEqualTo("7");
        assertThat(event.startDate()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(event.rootId()).contains("r");
        assertThat(event.requestId()).contains("q");
        assertThat(event.details()).isEqualTo(Map.of("event.topics", "a/B", "other", "o"));
    }

    @Test
    void templates_configured_areFilled() {
        AuditEvent event = map(
                Map.of(
                        "operation", "Update",
                        "objectType", "item",
                        "objectId", "{topic/3}-{kind|sort}",
                        "startDate", "{when}",
                        "omit", "junk"),
                "openhab/items/Kitchen/statechanged",
                Map.of("sort", "s", "when", "2026-01-31T08:00:00Z", "junk", 1));
        assertThat(event.operation()).isEqualTo("Update");
        assertThat(event.objectType()).isEqualTo("item");
        assertThat(event.objectId()).isEqualTo("Kitchen-s");
        assertThat(event.startDate()).isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
        assertThat(event.details()).containsOnlyKeys("event.topics", "sort");
    }

    @Test
    void secrets_anywhere_areMasked() {
        AuditEvent event = map(
                Map.of("mask", "pin"),
                "a/B",
                Map.of(
                        ".private", "MARKER",
                        "userPassword", "MARKER",
                        "PIN", 1234,
                        "nested", Map.of("api.key", List.of("MARKER")),
                        "user", "u"));
        assertThat(new String(JSON.encode(event).json(), StandardCharsets.UTF_8))
                .doesNotContain("MARKER", "1234")
                .contains("\"user\":\"u\"", "\"api.key\":\"***\"");
    }

    @Test
    void values_ofEveryKind_haveAForm() {
        assertThat(detail(new int[] {1, 2})).isEqualTo(List.of(1, 2));
        assertThat(detail(new byte[3])).isEqualTo(Map.of("length", 3));
        assertThat(detail(NOW)).isEqualTo(NOW.toEpochMilli());
        assertThat(detail(Double.NaN)).isEqualTo("NaN");
        assertThat(detail(Optional.of(List.of('c')))).isEqualTo(List.of("c"));
        assertThat(detail("a\ud800b")).isEqualTo("a\ufffdb");
        assertThat(detail(new Event("x/Y", Map.of("p", 1)))).isEqualTo(Map.of("event.topics", "x/Y", "p", 1));
        assertThat(detail(new IllegalStateException("m", new Error("c"))))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("class", "java.lang.IllegalStateException")
                .containsEntry("message", "m")
                .containsKeys("stack", "cause");
    }

    @Test
    void value_thatFailsOrHasNoEnd_isBounded() {
        Object failing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };
        assertThat(detail(failing)).asString().endsWith(": java.lang.IllegalStateException)");
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThat(detail(loop)).isEqualTo(List.of(Values.CYCLE));
        Object deep = "end";
        for (int i = 0; i < 50_000; i++) {
            deep = Optional.of(deep);
        }
        assertThat(detail(deep)).isEqualTo(Values.CUT);
    }

    @Test
    void details_tooLarge_areCutAndSaySo() {
        String control = "\u0001".repeat(1000);
        AuditEvent event = map(
                Map.of("details.bytes", "4 KiB"), "a/B", Map.of("k", Arrays.asList(control, control, control, null)));
        assertThat(event.members()).containsEntry(EventMapper.TRUNCATED, true);
        assertThat(JSON.encode(event).json()).hasSizeLessThan(5 << 10);
    }

    @Provide
    static Arbitrary<Object> values() {
        Arbitrary<Object> single = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200).asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.bigIntegers().asGeneric(),
                Arbitraries.bigDecimals().asGeneric(),
                Arbitraries.chars().asGeneric(),
                Arbitraries.of(Thread.State.class).asGeneric(),
                Arbitraries.of((Object) Instant.MAX, new Object(), new RuntimeException("r"), NOW, true));
        return Arbitraries.recursive(
                () -> single,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).asGeneric(),
                        inner.array(Object[].class).ofMaxSize(4).asGeneric(),
                        Arbitraries.maps(single, inner).ofMaxSize(4).asGeneric()),
                0,
                3);
    }

    @Provide
    static Arbitrary<Map<String, Object>> properties() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(400),
                Arbitraries.of("id", "operation", "objectType", "timestamp", "rootId", "requestId", "event.topics"));
        return Arbitraries.maps(names, values()).ofMaxSize(8);
    }

    @Property(tries = 500)
    void properties_whateverTheyAre_becomeAnEventThatIsAccepted(
            @ForAll("properties") Map<String, Object> properties, @ForAll String topic) {
        AuditEvent event = map(Map.of("details.bytes", "2 KiB"), topic.isBlank() ? "t" : topic, properties);
        assertThat(JSON.encode(event).json()).hasSizeLessThan((2 + 40) << 10);
    }
}
