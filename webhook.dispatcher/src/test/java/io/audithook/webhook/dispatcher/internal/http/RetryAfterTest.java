/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|PT2M",
                "120.6|PT2M0.6S",
                " 5 |PT5S",
                "99999999999|PT8784H",
                "9999999999999999999999999999999999999999|PT8784H",
                "Sat, 28 Nov 2026 12:00:30 GMT|PT30S",
                "Saturday, 28-Nov-26 12:00:30 GMT|PT30S",
                "Sat Nov 28 12:00:30 2026|PT30S",
                "Tue Dec  1 12:00:00 2026|PT72H",
            })
    void wish_inEveryForm_isRead(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0",
                "-5",
                "soon",
                "''",
                "1e9",
                "1.2.3",
                ".",
                "Sat, 28 Nov 2026 11:59:30 GMT",
                "Sat, 28 Nov 2026 12:00:30",
                "Wed, 99 Nov 2026 12:00:30 GMT",
                "Friday, 27-Nov-26 12:00:30 GMT",
                "Saturday, 28-Nov-70 12:00:30 PST",
            })
    void nonsense_andWhatIsPast_isNoWish(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void wish_missing_isNone() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }

    @Test
    void wish_whateverItIs_isNeverNegativeAndNeverThrows() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "0123456789.-+:, abcMonGTWedNov\t\u00e9";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<Duration> wish = RetryAfter.parse(value.toString(), NOW);
            assertThat(wish.filter(found -> found.isNegative() || found.compareTo(Duration.ofDays(366)) > 0))
                    .as("seed %s, \"%s\"", seed, value)
                    .isEmpty();
        }
    }
}
