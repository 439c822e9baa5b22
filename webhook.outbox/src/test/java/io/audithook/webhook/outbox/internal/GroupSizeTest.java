/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GroupSizeTest {

    private final GroupSize size = new GroupSize();

    @Test
    void theFirstGroup_waitsForNobody() {
        assertEquals(1, size.wanted());
    }

    @Test
    void afterMany_threeQuartersOfThemAreWaitedFor() {
        size.gathered(80, true);
        assertEquals(60, size.wanted());
    }

    @Test
    void few_areNotWaitedFor() {
        size.gathered(5, true);
        assertEquals(1, size.wanted());
        size.gathered(6, true);
        assertEquals(4, size.wanted());
    }

    @Test
    void whoSendsOneAfterAnother_isNeverKeptWaiting() {
        for (int i = 0; i < 1000; i++) {
            size.gathered(1, true);
            assertEquals(1, size.wanted());
        }
    }

    /** As if 64 publishers each waited for its event before it sends another. */
    @Test
    void noMoreAreWaitedFor_thanCanCome() {
        for (int i = 0; i < 1000; i++) {
            size.gathered(i % 2 == 0 ? 63 : 1, true);
            assertTrue(size.wanted() <= 63, () -> "waits for " + size.wanted());
        }
    }

    @Test
    void whenFewerCome_fewWaitsFollow() {
        size.gathered(4096, true);
        int waits = 0;
        while (size.wanted() > 1) {
            size.gathered(1, false);
            waits++;
        }
        assertEquals(10, waits);
    }

    @Test
    void smallerGroups_areForgottenSlowly() {
        size.gathered(160, true);
        size.gathered(130, true);
        assertEquals(112, size.wanted());
    }

    @Test
    void aWaitHasABound() {
        size.gathered(4096, true);
        assertEquals(1024, size.wanted());
    }
}
