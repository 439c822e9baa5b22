/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LongSetTest {

    @Test
    void operations_atRandom_agreeWithASet() {
        Random random = new Random(7);
        LongSet set = new LongSet();
        TreeSet<Long> model = new TreeSet<>();
        for (int step = 0; step < 20_000; step++) {
            long value = 1L + random.nextInt(300);
            if (random.nextBoolean()) {
                assertThat(set.add(value)).isEqualTo(model.add(value));
            } else {
                assertThat(set.remove(value)).isEqualTo(model.remove(value));
            }
            assertThat(set.contains(value)).isEqualTo(model.contains(value));
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.min()).isEqualTo(model.isEmpty() ? 0 : model.first());
        }
        assertThat(set.toArray()).containsExactly(model.toArray(Long[]::new));
        set.clear();
        assertThat(set.size()).isZero();
        assertThat(set.contains(1)).isFalse();
    }
}
