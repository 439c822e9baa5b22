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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

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

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 5, 7.5, 24, 25, 26, 99, 100, 1000, 12345})
    void perSecond_askedAllTheTimeByLateTimers_isNeverExceededInAnySecondAndNearlyUsed(double number) {
        for (long late : new long[] {0, 1_000, 1_000_000, 20_000_000}) {
            List<Long> taken = take(limit -> limit.perSecond(number, 0), 20 * SECOND, 0, late, 1);
            assertNoSecondHasMoreThan(number, taken);
            assertThat(taken.size()).isGreaterThan((int) (20 * number * 0.95) - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 5, 7.5, 24, 25, 26, 99, 100, 1000})
    void perSecond_askedAtRandomTimes_isNeverExceededInAnySecond(double number) {
        for (int seed = 0; seed < 20; seed++) {
            long pause = (long) (SECOND / number * 3);
            assertNoSecondHasMoreThan(number, take(limit -> limit.perSecond(number, 0), 20 * SECOND, pause, 0, seed));
        }
    }

    @Test
    void perSecond_afterAPause_isNotExceededEither() {
        RateLimit limit = new RateLimit();
        limit.perSecond(5, 0);
        assertThat(limit.waitNanos(100 * SECOND)).isZero();
        limit.take();
        assertThat(limit.waitNanos(100 * SECOND)).isPositive();
    }

    @Test
    void perSecond_belowOne_isOneInTheTimeItTakes() {
        List<Long> taken = take(limit -> limit.perSecond(0.1, 0), 61 * SECOND, 0, 0, 1);
        assertThat(taken).hasSize(7);
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
        return take(limit -> limit.perMinute(perMinute, 0), minutes * MINUTE, pause, 0, seed);
    }

    /** The same for any limit, asked again up to so many nanoseconds later than it says. */
    private static List<Long> take(Consumer<RateLimit> setting, long until, long pause, long late, int seed) {
        Random random = new Random(seed);
        RateLimit limit = new RateLimit();
        setting.accept(limit);
        List<Long> taken = new ArrayList<>();
        long now = 0;
        while (now < until) {
            long wait = limit.waitNanos(now);
            if (wait > 0) {
                now += wait + (late == 0 ? 0 : (long) (random.nextDouble() * late));
            } else {
                limit.take();
                taken.add(now);
                now += pause == 0 ? 0 : (long) (random.nextDouble() * pause);
            }
        }
        return taken;
    }

    private static void assertNoSecondHasMoreThan(double perSecond, List<Long> taken) {
        int number = (int) Math.ceil(perSecond);
        for (int i = 0; i + number < taken.size(); i++) {
            assertThat(taken.get(i + number) - taken.get(i)).isGreaterThanOrEqualTo(SECOND - 1_000);
        }
    }

    private static void assertNoMinuteHasMoreThan(int number, List<Long> taken) {
        for (int i = 0; i + number < taken.size(); i++) {
            assertThat(taken.get(i + number) - taken.get(i)).isGreaterThanOrEqualTo(MINUTE - 1_000);
        }
    }
}
