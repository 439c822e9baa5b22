/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnsetTest {

    private static final long QUIET = Onset.QUIET.toNanos();

    private final Onset onset = new Onset();

    @Test
    void row_ofLikeThings_beginsOnce() {
        // nanoTime may be anything
        long at = Long.MAX_VALUE - QUIET;
        assertThat(onset.begins(at)).isTrue();
        for (int i = 0; i < 10; i++) {
            at += QUIET - 1;
            assertThat(onset.begins(at)).isFalse();
        }
    }

    @Test
    void row_afterAQuietMinute_isAnotherOne() {
        assertThat(onset.begins(-5)).isTrue();
        assertThat(onset.begins(-5 + QUIET)).isTrue();
        assertThat(onset.begins(-5 + QUIET)).isFalse();
    }
}
