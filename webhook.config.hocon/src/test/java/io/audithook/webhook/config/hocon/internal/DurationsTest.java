/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500, 500",
        "30 s, 30000",
        "30s, 30000",
        "30 seconds, 30000",
        "1 second, 1000",
        "2 minutes, 120000",
        "2 min, 120000",
        "2 m, 120000",
        "2 hr, 7200000",
        "1.5 hours, 5400000",
        "1 d, 86400000",
        "3650 days, 315360000000",
        "1500 us, 1",
        "2000000 nanos, 2",
        "7 millis, 7",
        "0.1 s, 100",
        "10 Seconds, 10000",
    })
    void millis_ofHoconsAndPlaysSpellings_areTold(String text, long millis) {
        assertThat(Durations.millis(text)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-1 s",
                "0",
                "0 s",
                "500 us",
                "3651 days",
                "1 month",
                "Inf",
                "1 s 2 ms",
                "1e3",
                "s",
                "999999999999999999 days",
                "1,5 s"
            })
    void millis_ofSomethingElse_areNone(String text) {
        assertThat(Durations.millis(text)).isEmpty();
    }
}
