/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.dispatcher.internal.http.Outcome.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    /** nanoTime may be anything. */
    private static final long START = Long.MAX_VALUE - 5;

    private final Reasons reasons = new Reasons();
    private long now = START;

    private boolean change(Kind kind, int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return reasons.change(kind, now, now);
    }

    @Test
    void newReason_isToldAtOnceAndOnce() {
        reasons.begin(Kind.PROXY, now);
        assertThat(change(Kind.PROXY, 1)).isFalse();
        assertThat(change(Kind.PROXY_AUTH, 1)).isTrue();
        assertThat(change(Kind.PROXY_AUTH, 300)).isFalse();
        assertThat(change(Kind.TLS_UNTRUSTED, 1)).isTrue();
        assertThat(change(Kind.UNAUTHORIZED, 1)).isTrue();
        assertThat(change(Kind.UNAUTHORIZED, 1)).isFalse();
    }

    @Test
    void reasonThatComesBack_isToldAMinuteAfterTheLast() {
        reasons.begin(Kind.PROXY, now);
        assertThat(change(Kind.PROXY_AUTH, 10)).isTrue();
        assertThat(change(Kind.PROXY, 59)).isFalse();
        assertThat(change(Kind.PROXY, 1)).isTrue();
    }

    @Test
    void twoThatTakeTurns_areALineAMinuteAtMost() {
        reasons.begin(Kind.UNAVAILABLE, now);
        int told = 0;
        for (int second = 0; second < 3600; second++) {
            if (change(second % 2 == 0 ? Kind.CONNECT : Kind.UNAVAILABLE, 1)) {
                told++;
            }
        }
        assertThat(told).isBetween(50, 60);
    }

    @Test
    void attemptsFromBefore_tellNothing() {
        reasons.begin(Kind.PROXY, now);
        assertThat(reasons.change(Kind.TIMEOUT_HEADERS, now, now + 1)).isFalse();
        assertThat(reasons.change(Kind.TIMEOUT_HEADERS, now - 1, now + 1)).isFalse();
        assertThat(reasons.change(Kind.TIMEOUT_HEADERS, now + 1, now + 2)).isTrue();
    }

    @Test
    void nextTrouble_beginsAnew() {
        reasons.begin(Kind.PROXY, now);
        assertThat(change(Kind.CONNECT, 1)).isTrue();
        reasons.begin(Kind.TLS, now);
        assertThat(change(Kind.CONNECT, 1)).isTrue();
        assertThat(change(Kind.PROXY, 1)).isTrue();
    }
}
