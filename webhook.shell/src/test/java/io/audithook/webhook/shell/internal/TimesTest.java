/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S,0 ms",
        "PT0.35S,350 ms",
        "PT59.9S,59 s",
        "PT60S,1 min",
        "PT59M59S,59 min",
        "PT1H,1 h",
        "PT2H5M,2 h 5 min",
        "PT24H,1 d",
        "PT76H,3 d 4 h"
    })
    void duration_isShort(Duration duration, String text) {
        assertThat(Times.format(duration)).isEqualTo(text);
    }
}
