/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Attempt;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static final Instant REST = Instant.parse("2026-01-01T01:00:00.5Z");

    private static final Attempt ATTEMPT = new Attempt(
            Instant.parse("2026-01-01T00:00:00Z"),
            "id1",
            1,
            "throttled",
            429,
            "body",
            12,
            true,
            1,
            "HTTP 429: rest\t2030-01-01T00:00:00Z");

    @Test
    void rest_always_isReadAgainBesideTheAttempts() {
        String text = History.format(List.of(ATTEMPT, ATTEMPT), REST);
        assertThat(History.rest(text)).isEqualTo(REST);
        assertThat(History.parse(text)).hasSize(2);
        assertThat(History.rest(History.format(List.of(), REST))).isEqualTo(REST);
    }

    @Test
    void rest_none_leavesTheTextAsItWas() {
        assertThat(History.format(List.of(ATTEMPT), Instant.EPOCH)).isEqualTo(History.format(List.of(ATTEMPT)));
        assertThat(History.rest(History.format(List.of(ATTEMPT)))).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "rest", "rest\t", "rest\tsoon\n", "x\nrest\t2026", "a rest\t2026-01-01T01:00:00Z"})
    void rest_damaged_isNone(String text) {
        assertThat(History.rest(text)).isEqualTo(Instant.EPOCH);
    }
}
