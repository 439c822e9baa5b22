/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlpFilterTest {

    private static Verdict verdict(Map<String, ?> object) {
        return verdict(Map.of("max", 2), object);
    }

    private static Verdict verdict(Map<String, Object> configuration, Map<String, ?> object) {
        return new TlpFilter(configuration)
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

    @Test
    void tlp_null_isDropped() {
        assertThat(verdict(Collections.singletonMap("tlp", null)).dropReason()).contains("tlp is not a number");
    }

    @Test
    void max_asText_isRead() {
        assertThat(verdict(Map.of("max", "1"), Map.of("tlp", 2)).dropReason()).contains("tlp 2 is above 1");
        assertThat(verdict(Map.of(), Map.of("tlp", 2)).dropReason()).isEmpty();
    }

    @Test
    void max_unusable_letsNothingPass() {
        for (Object max : List.of("many", 4, -1)) {
            assertThatThrownBy(() -> verdict(Map.of("max", max), Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("io.audithook.examples.tlp: max=\"" + max + "\" must be 0 to 3");
        }
    }
}
