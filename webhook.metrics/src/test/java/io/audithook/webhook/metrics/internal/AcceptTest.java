/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static io.audithook.webhook.metrics.internal.Exposition.OPENMETRICS;
import static io.audithook.webhook.metrics.internal.Exposition.PROMETHEUS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptTest {

    @Test
    void prometheus_getsOpenMetrics() {
        assertThat(
                        Accept.choose(
                                "application/openmetrics-text;version=1.0.0;q=0.5,"
                                        + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.25,*/*;q=0.1"))
                .isEqualTo(OPENMETRICS);
        assertThat(Accept.choose("Application/OpenMetrics-Text; charset=utf-8")).isEqualTo(OPENMETRICS);
    }

    @Test
    void others_getPlainText() {
        assertThat(Accept.choose(null)).isEqualTo(PROMETHEUS);
        assertThat(Accept.choose("*/*")).isEqualTo(PROMETHEUS);
        assertThat(Accept.choose("text/html, text/plain;q=0.5")).isEqualTo(PROMETHEUS);
    }

    @Test
    void quality_decides() {
        assertThat(Accept.choose("text/plain;version=0.0.4;q=0.9, application/openmetrics-text; q=0.5"))
                .isEqualTo(PROMETHEUS);
        assertThat(Accept.choose("text/plain;q=0.5, application/openmetrics-text;version=\"1.0.0\"; q=0.9"))
                .isEqualTo(OPENMETRICS);
        assertThat(Accept.choose("application/openmetrics-text;q=0")).isEqualTo(PROMETHEUS);
        assertThat(Accept.choose("application/openmetrics-text;q=high")).isEqualTo(PROMETHEUS);
    }

    @Test
    void versionsThatWeDoNotWrite_doNotCount() {
        assertThat(Accept.choose("application/openmetrics-text;version=0.0.1")).isEqualTo(PROMETHEUS);
        assertThat(Accept.choose("application/openmetrics-text;version=2.0.0,*/*"))
                .isEqualTo(PROMETHEUS);
    }
}
