/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {

    private static AuditEvent.Builder minimal() {
        return AuditEvent.builder()
                .operation("Update")
                .objectType("case")
                .objectId("1")
                .startDate(Instant.ofEpochMilli(1505477372601L));
    }

    @Test
    void builder_allMembers_keepsThemInOrder() {
        AuditEvent event = minimal()
                .requestId("r")
                .details(Map.of("severity", 3))
                .base(false)
                .rootId("root")
                .object(Map.of("_type", "case"))
                .member("organisation", "cert")
                .eventId("mine")
                .build();
        assertThat(event.members().keySet())
                .containsExactly(
                        "operation",
                        "objectType",
                        "objectId",
                        "startDate",
                        "requestId",
                        "details",
                        "base",
                        "rootId",
                        "object",
                        "organisation");
        assertThat(event.operation()).isEqualTo("Update");
        assertThat(event.objectType()).isEqualTo("case");
        assertThat(event.objectId()).isEqualTo("1");
        assertThat(event.startDate()).isEqualTo(Instant.ofEpochMilli(1505477372601L));
        assertThat(event.requestId()).contains("r");
        assertThat(event.details()).isEqualTo(Map.of("severity", 3));
        assertThat(event.base()).isFalse();
        assertThat(event.rootId()).contains("root");
        assertThat(event.object()).isEqualTo(Map.of("_type", "case"));
        assertThat(event.eventId()).contains("mine");
        assertThat(event.json()).isEmpty();
    }

    @Test
    void builder_optionalMembersAbsent_areEmpty() {
        AuditEvent event = minimal().build();
        assertThat(event.requestId()).isEmpty();
        assertThat(event.rootId()).isEmpty();
        assertThat(event.details()).isEmpty();
        assertThat(event.object()).isEmpty();
        assertThat(event.base()).isTrue();
    }

    @Test
    void builder_requiredMemberMissing_isNamed() {
        assertThatThrownBy(() -> AuditEvent.builder()
                        .operation("Update")
                        .objectType("case")
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the member objectId is required");
    }

    @Test
    void event_afterItsSourcesChange_staysTheSame() {
        List<Object> tags = new ArrayList<>(List.of("a"));
        Map<String, Object> object = new HashMap<>(Map.of("tags", tags));
        AuditEvent event = minimal().object(object).build();
        tags.add("b");
        object.put("more", 1);
        assertThat(event.object()).isEqualTo(Map.of("tags", List.of("a")));
        assertThatThrownBy(() -> event.object().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> event.members().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void values_ofOtherTypes_becomeJsonTypes() {
        AuditEvent event = minimal()
                .member("short", (short) 1)
                .member("double", 0.1)
                .member("instant", Instant.ofEpochMilli(7))
                .build();
        assertThat(event.members())
                .containsEntry("short", 1)
                .containsEntry("double", new BigDecimal("0.1"))
                .containsEntry("instant", 7L);
    }

    @Test
    void values_withoutJsonForm_areRefusedWithTheirPath() {
        assertThatThrownBy(() -> minimal().member("a", Map.of("b", List.of(1, new Object()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a.b[1]: java.lang.Object has no JSON form; use String, Boolean, Number, Instant, Map or Iterable");
        assertThatThrownBy(() -> minimal().member("a", Double.NaN)).hasMessage("a: NaN is not a JSON number");
        assertThatThrownBy(() -> minimal().member("a", Map.of(1, 2)))
                .hasMessage("a: the member name 1 is not a String");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "with.dot", "umlaut\u00e4", "line\nbreak"})
    void eventId_againstTheRule_isRefused(String id) {
        assertThatThrownBy(() -> minimal().eventId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be 1 to 255 visible ASCII characters without a dot");
    }

    @Test
    void jsonEvent_looksAtItsTextOnlyWhenAsked_andOnce() {
        AtomicInteger reads = new AtomicInteger();
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        AuditEvent event = AuditEvent.ofJson(null, json, bytes -> {
            reads.incrementAndGet();
            return Map.of("operation", "Delete");
        });
        assertThat(event.json())
                .hasValueSatisfying(copy -> assertThat(copy).isEqualTo(json).isNotSameAs(json));
        assertThat(reads).hasValue(0);
        assertThat(event.operation()).isEqualTo("Delete");
        assertThat(event.members()).hasSize(1);
        assertThat(reads).hasValue(1);
    }

    @Test
    void verdicts_say_whatTheyAreMadeOf() {
        AuditEvent event = minimal().build();
        assertThat(Verdict.pass().replacement()).isEmpty();
        assertThat(Verdict.pass().dropReason()).isEmpty();
        assertThat(Verdict.pass(event).replacement()).contains(event);
        assertThat(Verdict.drop("why").dropReason()).contains("why");
    }
}
