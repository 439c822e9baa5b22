/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.LaneStats;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainsTest {

    private static final Instant DELETED = Instant.EPOCH.plusSeconds(10);

    private static LaneStats pending(long count, Instant oldest) {
        return new LaneStats(count, 0, 0, 0, 0, 0, count, 0, Optional.ofNullable(oldest));
    }

    @Test
    void done_onlyOnceNothingIsLeftThatCameBefore() {
        assertThat(Drains.isDone(pending(0, null), DELETED)).isTrue();
        assertThat(Drains.isDone(pending(1, DELETED.minusMillis(1)), DELETED)).isFalse();
        assertThat(Drains.isDone(pending(1, DELETED), DELETED)).isTrue();
        // it is put aside at this moment
        assertThat(Drains.isDone(pending(1, null), DELETED)).isFalse();
    }
}
