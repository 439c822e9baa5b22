/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.EndpointStatus.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HindranceLogTest {

    private static final Hindrance WAITING = new Hindrance(State.WAITING, "needs 1 TlsProfile");
    private static final Hindrance INVALID = new Hindrance(State.INVALID, "url is required");

    private final Map<String, Map<String, Object>> configured = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final List<String> told = new ArrayList<>();
    private Hindrance hindrance = WAITING;
    private final HindranceLog log = new HindranceLog(
            () -> configured,
            begun::contains,
            configuration -> hindrance,
            (name, found) -> told.add(name + " " + found.reason()));

    @BeforeEach
    void configure() {
        configured.put("one", Map.of("url", "http://one/"));
        configured.put("two", Map.of("url", "http://two/"));
        begun.add("two");
    }

    /** What is told at the next looks. */
    private List<String> look(int times) {
        told.clear();
        for (int i = 0; i < times; i++) {
            log.look();
        }
        return List.copyOf(told);
    }

    @Test
    void whoHasNotBegunAtTheSecondLook_isToldOfOnce() {
        assertThat(look(1)).isEmpty();
        assertThat(look(1)).containsExactly("one needs 1 TlsProfile");
        assertThat(look(3)).isEmpty();
    }

    @Test
    void whileOthersBegin_nobodyIsToldOf() {
        configured.put("three", Map.of());
        configured.put("four", Map.of());
        assertThat(look(1)).isEmpty();
        begun.add("three");
        assertThat(look(1)).isEmpty();
        begun.add("four");
        assertThat(look(1)).isEmpty();
        assertThat(look(1)).containsExactly("one needs 1 TlsProfile");
    }

    @Test
    void anotherConfiguration_isToldOfAgain() {
        look(2);
        hindrance = INVALID;
        configured.put("one", new HashMap<>(Map.of("url", "http://one/")));
        assertThat(look(2)).containsExactly("one url is required");
    }

    @Test
    void whoBeganAndEndedAgain_isToldOfAgain() {
        look(2);
        begun.add("one");
        look(1);
        begun.remove("one");
        assertThat(look(1)).isEmpty();
        assertThat(look(1)).containsExactly("one needs 1 TlsProfile");
    }

    @Test
    void whatOnlyTakesItsTime_isNotToldOf() {
        hindrance = new Hindrance(State.WAITING, MissingReference.NOTHING);
        assertThat(look(3)).isEmpty();
        hindrance = WAITING;
        assertThat(look(1)).containsExactly("one needs 1 TlsProfile");
    }
}
