/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void delay_growsToTheMaximum_andStaysThere() {
        RetryPolicy policy = new RetryPolicy(SECOND, 3, Duration.ofSeconds(20), Duration.ofDays(1));
        assertThat(policy.delay(1, Duration.ZERO)).hasValue(SECOND);
        assertThat(policy.delay(2, Duration.ZERO)).hasValue(Duration.ofSeconds(3));
        assertThat(policy.delay(3, Duration.ZERO)).hasValue(Duration.ofSeconds(9));
        assertThat(policy.delay(4, Duration.ZERO)).hasValue(Duration.ofSeconds(20));
        assertThat(policy.delay(1_000_000, Duration.ZERO)).hasValue(Duration.ofSeconds(20));
    }

    @Test
    void delay_beyondTheLimit_givesUp() {
        RetryPolicy policy = new RetryPolicy(SECOND, 1, SECOND, Duration.ofSeconds(10));
        assertThat(policy.delay(9, Duration.ofSeconds(9))).hasValue(SECOND);
        assertThat(policy.delay(10, Duration.ofMillis(9001))).isEmpty();
    }

    @Test
    void settings_thatContradict_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(Duration.ofSeconds(5), 2, SECOND, Duration.ofDays(1)))
                .withMessage("retry.max=1000 ms must not be less than retry.initial=5000 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(SECOND, 0.5, SECOND, Duration.ofDays(1)))
                .withMessage("retry.multiplier=0.5 must be 1 to 100");
    }
}
