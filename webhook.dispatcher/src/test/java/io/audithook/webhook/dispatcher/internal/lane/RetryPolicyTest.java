/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.REJECTED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.THROTTLED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.UNAVAILABLE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static double none() {
        return 0;
    }

    private static double most() {
        return Math.nextDown(1.0);
    }

    private static List<Duration> delays(RetryPolicy policy, Outcome outcome, DoubleSupplier chance) {
        List<Duration> delays = new ArrayList<>();
        Duration sinceFirst = Duration.ZERO;
        for (int failed = 1; ; failed++) {
            Optional<Duration> delay = policy.delay(failed, outcome, sinceFirst, chance);
            if (delay.isEmpty()) {
                return delays;
            }
            delays.add(delay.get());
            sinceFirst = sinceFirst.plus(delay.get());
        }
    }

    @Test
    void standard_overAHundredHours_isTheScheduleOfStandardWebhooks() {
        assertThat(delays(RetryPolicy.STANDARD, UNAVAILABLE, RetryPolicyTest::none))
                .containsExactlyElementsOf(RetryPolicy.STANDARD.delays().list())
                .hasSize(9);
        assertThat(delays(RetryPolicy.STANDARD, REJECTED, RetryPolicyTest::none))
                .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(55));
    }

    @Test
    void jitter_isOnlyAdded() {
        List<Duration> most = delays(RetryPolicy.STANDARD, UNAVAILABLE, RetryPolicyTest::most);
        for (int i = 0; i < most.size(); i++) {
            Duration base = RetryPolicy.STANDARD.delays().list().get(i);
            assertThat(most.get(i)).isBetween(base, base.plus(base.dividedBy(5)));
        }
    }

    @Test
    void jitter_ofTenThousandEndpoints_isNoHerd() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Integer> perSecond = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            Duration delay = RetryPolicy.STANDARD
                    .delay(2, UNAVAILABLE, Duration.ofSeconds(6), random::nextDouble)
                    .orElseThrow();
            perSecond.merge(delay.toSeconds(), 1, Integer::sum);
        }
        assertThat(perSecond.values()).as("seed " + seed).allMatch(count -> count <= 250);
        assertThat(perSecond).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void retryAfter_isAFloorThatJitterNeverUndercuts() {
        Outcome wish = retryAfter(503, Duration.ofMinutes(10));
        assertThat(RetryPolicy.STANDARD.delay(1, wish, Duration.ZERO, RetryPolicyTest::none))
                .hasValue(Duration.ofMinutes(10));
        assertThat(RetryPolicy.STANDARD
                        .delay(1, wish, Duration.ZERO, RetryPolicyTest::most)
                        .orElseThrow())
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
        assertThat(RetryPolicy.STANDARD.delay(3, wish, Duration.ZERO, RetryPolicyTest::none))
                .hasValue(Duration.ofMinutes(30));
    }

    @Test
    void retryAfter_beyondADay_isADay() {
        Outcome wish = retryAfter(503, Duration.ofDays(300));
        assertThat(RetryPolicy.STANDARD.delay(1, wish, Duration.ZERO, RetryPolicyTest::none))
                .hasValue(Duration.ofHours(24));
    }

    @Test
    void throttled_withoutAWish_waitsAMinuteAtLeast() {
        assertThat(RetryPolicy.STANDARD.delay(1, THROTTLED, Duration.ZERO, RetryPolicyTest::none))
                .hasValue(Duration.ofMinutes(1));
        assertThat(RetryPolicy.STANDARD.delay(2, THROTTLED, Duration.ZERO, RetryPolicyTest::none))
                .hasValue(Duration.ofMinutes(5));
    }

    @Test
    void giveUpAfter_theLastDelayComesAgainUntilThen() {
        RetryPolicy policy = new RetryPolicy(
                new Delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(10)), 0),
                RetryPolicy.STANDARD.refusedDelays(),
                RetryPolicy.STANDARD.refused(),
                Optional.of(Duration.ofSeconds(35)));
        assertThat(delays(policy, UNAVAILABLE, RetryPolicyTest::none))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 10L, 10L, 10L);
    }
}
