/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Entry;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventViewsTest {

    private final EventViews views = new EventViews(new AuditEventJson(JsonLimits.DEFAULT));

    private static Entry entry(long position, String objectId) {
        String json =
                "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId + "\",\"startDate\":1}";
        return new Entry(position, "id" + position, Instant.EPOCH, objectId, json.getBytes(UTF_8));
    }

    @Test
    void sameBytes_haveOneView_whoeverHoldsThem() {
        Entry entry = entry(7, "a");
        Entry again = new Entry(7, entry.id(), entry.acceptedAt(), entry.key(), entry.json());
        // several times, since a collection may come between
        assertThat(IntStream.range(0, 100).anyMatch(n -> views.shared(entry) == views.shared(again)))
                .isTrue();
        assertThat(views.shared(again).objectId()).isEqualTo("a");
    }

    @Test
    void otherBytesOfThePosition_haveAViewOfTheirOwn() {
        AuditEvent view = views.shared(entry(7, "a"));
        assertThat(views.shared(entry(7, "b")).objectId()).isEqualTo("b");
        assertThat(view.objectId()).isEqualTo("a");
    }

    @Test
    void positionsFarApart_areNeverTakenForEachOther() {
        for (long position = 0; position < 5000; position++) {
            assertThat(views.shared(entry(position, "o" + position)).objectId()).isEqualTo("o" + position);
        }
    }

    @Test
    void ownView_isNotShared() {
        Entry entry = entry(7, "a");
        AuditEvent view = views.shared(entry);
        assertThat(views.own(entry)).isNotSameAs(view);
    }
}
