/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedTest {

    private static final int SPAN = 700;

    /** Does what comes to mind, and compares with a set of numbers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void operations_atRandom_agreeWithASet(long seed) {
        Random random = new Random(seed);
        long start = random.nextInt(200);
        Closed closed = new Closed(start);
        TreeSet<Long> model = new TreeSet<>();
        for (int step = 0; step < 4000; step++) {
            long position = closed.mark() + 1 + random.nextInt(random.nextInt(8) == 0 ? SPAN : 20);
            switch (random.nextInt(8)) {
                case 0 -> {
                    long last = position + random.nextInt(100);
                    long added = 0;
                    for (long p = position; p <= last; p++) {
                        added += model.add(p) ? 1 : 0;
                    }
                    assertThat(closed.addRange(position, last)).isEqualTo(added);
                }
                case 1, 2 -> {
                    Long last = model.isEmpty() ? null : model.floor(start + 1L + random.nextInt(SPAN * 4));
                    if (last != null) {
                        model.remove(last);
                        closed.remove(last);
                    }
                }
                default -> assertThat(closed.add(position)).isEqualTo(model.add(position));
            }
            check(closed, model, start);
            Closed copy = new Closed(closed.mark(), closed.encoded());
            check(copy, model, start);
            closed = random.nextInt(10) == 0 ? copy : closed;
        }
    }

    private static void check(Closed closed, NavigableSet<Long> model, long start) {
        long mark = start;
        while (model.contains(mark + 1)) {
            mark++;
        }
        assertThat(closed.mark()).isEqualTo(mark);
        assertThat(closed.count()).isEqualTo(model.tailSet(mark, false).size());
        for (long position = Math.max(start, mark - 3); position <= mark + SPAN; position += 1 + position % 3) {
            assertThat(closed.contains(position)).isEqualTo(position <= start || model.contains(position));
        }
        assertThat(closed.highest()).isGreaterThanOrEqualTo(model.isEmpty() ? mark : Math.max(mark, model.last()));
    }
}
