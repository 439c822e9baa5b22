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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HindrancesTest {

    private static final String MISSING = "needs 1 TlsProfile";

    private final Map<String, Map<String, Object>> configured = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final List<String> told = new ArrayList<>();
    private Optional<String> mistake = Optional.empty();
    private String causes = "";
    private String missing = MISSING;
    private int judged;
    private final Hindrances hindrances = new Hindrances(
            () -> configured,
            begun::contains,
            configuration -> {
                judged++;
                return new Judgement(configuration, mistake, causes);
            },
            configuration -> missing,
            (name, found) -> told.add(name + " " + found.state() + " " + found.reason()));

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
            hindrances.look();
        }
        return List.copyOf(told);
    }

    private Hindrance one() {
        return hindrances.of("one", configured.get("one"));
    }

    @Test
    void whoHasNotBegunAtTheSecondLook_isToldOfOnce() {
        assertThat(look(1)).isEmpty();
        assertThat(look(1)).containsExactly("one WAITING " + MISSING);
        assertThat(look(100)).isEmpty();
    }

    @Test
    void whatIsMissing_isKnownAtOnce_whatIsWrongAfterALook() {
        mistake = Optional.of("url is required");
        assertThat(one()).isEqualTo(new Hindrance(State.WAITING, MISSING));
        assertThat(look(2)).containsExactly("one INVALID url is required");
        assertThat(one()).isEqualTo(new Hindrance(State.INVALID, "url is required"));
        configured.put("one", Map.of("url", "http://mended/"));
        assertThat(one()).isEqualTo(new Hindrance(State.WAITING, MISSING));
    }

    @Test
    void whatIsWrongWithAProfile_isSaidBesideWhatIsMissing() {
        causes = "; io.audithook.tls~corp: a mistake";
        look(2);
        assertThat(one()).isEqualTo(new Hindrance(State.WAITING, MISSING + causes));
        missing = "needs 1 EventFilter";
        assertThat(one().reason()).startsWith("needs 1 EventFilter");
    }

    @Test
    void asking_judgesNothing() {
        one();
        look(2);
        int before = judged;
        one();
        look(5);
        assertThat(judged).isEqualTo(before).isEqualTo(1);
    }

    @Test
    void whatIsWrongElsewhere_isSeenAfterAWhile() {
        look(2);
        causes = "; io.audithook.tls~corp: a mistake";
        assertThat(look(100)).containsExactly("one WAITING " + MISSING + causes);
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
        assertThat(look(1)).containsExactly("one WAITING " + MISSING);
    }

    @Test
    void whoBeganAndEndedAgain_isToldOfAgain() {
        look(2);
        begun.add("one");
        look(1);
        begun.remove("one");
        assertThat(look(1)).isEmpty();
        assertThat(look(1)).containsExactly("one WAITING " + MISSING);
    }

    @Test
    void whatOnlyTakesItsTime_isNotToldOf() {
        missing = Hindrances.NOTHING;
        assertThat(look(100)).isEmpty();
        missing = MISSING;
        assertThat(look(100)).containsExactly("one WAITING " + MISSING);
    }
}
