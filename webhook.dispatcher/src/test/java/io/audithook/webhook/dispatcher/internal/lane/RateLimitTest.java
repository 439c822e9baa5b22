/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 59, 60, 61, 120, 6000})
    void perMinute_askedAllTheTime_isNeverExceededAndNearlyUsed(int number) {
        List<Long> taken = take(number, 5, 0, 1);
        assertNoMinuteHasMoreThan(number, taken);
        assertThat(taken.size()).isGreaterThan((int) (5 * number * 0.98) - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 59, 60, 61, 120, 6000})
    void perMinute_askedAtRandomTimes_isNeverExceeded(int number) {
        for (int seed = 0; seed < 20; seed++) {
            assertNoMinuteHasMoreThan(number, take(number, 5, MINUTE / number * 3, seed));
        }
    }

    @Test
    void perMinute_ofZero_isAnyNumber() {
        RateLimit limit = new RateLimit();
        limit.perMinute(10, 0);
        limit.perMinute(0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.waitNanos(0)).isZero();
            limit.take();
        }
    }

    @Test
    void limit_setAgain_givesNothingAway() {
        RateLimit limit = new RateLimit();
        limit.perMinute(6, 0);
        limit.take();
        limit.perMinute(6, 0);
        assertThat(limit.waitNanos(0)).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }

    /** When attempts began within so many minutes, with pauses of up to so many nanoseconds between them. */
    private static List<Long> take(int perMinute, int minutes, long pause, int seed) {
        Random random = new Random(seed);
        RateLimit limit = new RateLimit();
        limit.perMinute(perMinute, 0);
        List<Long> taken = new ArrayList<>();
        long now = 0;
        while (now < minutes * MINUTE) {
            long wait = limit.waitNanos(now);
            if (wait > 0) {
                now += wait;
            } else {
                limit.take();
                taken.add(now);
                now += pause == 0 ? 0 : (long) (random.nextDouble() * pause);
            }
        }
        return taken;
    }

    private static void assertNoMinuteHasMoreThan(int number, List<Long> taken) {
        for (int i = 0; i + number < taken.size(); i++) {
            assertThat(taken.get(i + number) - taken.get(i)).isGreaterThanOrEqualTo(MINUTE - 1_000);
        }
    }
}
