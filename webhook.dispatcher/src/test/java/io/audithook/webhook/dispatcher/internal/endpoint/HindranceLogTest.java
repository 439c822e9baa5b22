/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.EndpointStatus.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HindranceLogTest {

    private static final Hindrance WAITING = new Hindrance(State.WAITING, "needs 1 TlsProfile");
    private static final Hindrance INVALID = new Hindrance(State.INVALID, "url is required");

    private final Set<String> begun = new HashSet<>(Set.of("two"));
    private final List<String> told = new ArrayList<>();
    private Hindrance hindrance = WAITING;
    private final HindranceLog log = new HindranceLog(
            () -> Map.of("one", Map.of(), "two", Map.of()),
            begun::contains,
            configuration -> hindrance,
            (name, found) -> told.add(name + " " + found.reason()));

    private List<String> told() {
        List<String> lines = List.copyOf(told);
        told.clear();
        return lines;
    }

    @Test
    void whoHasNotBegunAtTheSecondLook_isToldOfOnce() {
        log.look();
        assertThat(told()).isEmpty();
        log.look();
        assertThat(told()).containsExactly("one needs 1 TlsProfile");
        log.look();
        assertThat(told()).isEmpty();
    }

    @Test
    void anotherReason_isToldAgain() {
        log.look();
        log.look();
        told();
        hindrance = INVALID;
        log.look();
        log.look();
        assertThat(told()).containsExactly("one url is required");
    }

    @Test
    void whoBeganAndEndedAgain_isToldOfAgain() {
        log.look();
        log.look();
        told();
        begun.add("one");
        log.look();
        begun.remove("one");
        log.look();
        assertThat(told()).isEmpty();
        log.look();
        assertThat(told()).hasSize(1);
    }
}
