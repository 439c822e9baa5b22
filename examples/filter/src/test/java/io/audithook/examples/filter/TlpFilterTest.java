/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlpFilterTest {

    private static Verdict verdict(Map<String, ?> object) {
        return new TlpFilter(2)
                .filter(AuditEvent.builder()
                        .operation("Update")
                        .objectType("case")
                        .objectId("1")
                        .startDate(Instant.EPOCH)
                        .object(object)
                        .build());
    }

    @Test
    void tlp_upToTheLevel_passes() {
        assertThat(verdict(Map.of("tlp", 2)).dropReason()).isEmpty();
        assertThat(verdict(Map.of()).dropReason()).isEmpty();
    }

    @Test
    void tlp_aboveTheLevel_isDropped() {
        assertThat(verdict(Map.of("tlp", 3)).dropReason()).contains("tlp 3 is above 2");
        assertThat(verdict(Map.of("tlp", 2.5)).dropReason()).contains("tlp 2.5 is above 2");
    }

    @Test
    void tlp_thatIsNoNumber_isDropped() {
        assertThat(verdict(Map.of("tlp", "white")).dropReason()).contains("tlp is not a number");
    }
}
