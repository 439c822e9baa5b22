/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final int MANY = 1_000;

    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean wrong = true;
    private final Findings findings = new Findings((pid, properties) ->
            Optional.of(wrong ? List.of(new Judge.Finding("url", pid + ": url is bad", true)) : List.of()));

    private final List<Desired> desired = IntStream.range(0, MANY)
            .mapToObj(i -> new Desired(
                    Desired.ENDPOINT,
                    "e" + i,
                    Map.of("url", "bad"),
                    Map.of("url", new Place("a.conf", i < 10 ? 1 : 2))))
            .toList();

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (int looks = 0; looks < 10; looks++) {
            findings.next(now).forEach(line -> told.add(line.text()));
        }
        return told;
    }

    @Test
    void mistake_ofOneLineThatManyShare_isToldOfAFew() {
        findings.replace(desired, List.of());
        assertThat(told())
                .hasSize(8)
                .contains(
                        "a.conf: 1: io.audithook.endpoint~e0: url is bad",
                        "a.conf: 1: io.audithook.endpoint~e9: url is bad (and 6 more like it)")
                .anyMatch(line -> line.startsWith("a.conf: 2: io.audithook.endpoint~e")
                        && line.endsWith(": url is bad (and " + (MANY - 10 - 4) + " more like it)"));
        assertThat(told()).as("nothing is new").isEmpty();
    }

    @Test
    void mistake_thatComesAgain_isToldAgain() {
        findings.replace(desired.subList(0, 1), List.of());
        for (int i = 0; i < 5; i++) {
            wrong = true;
            findings.replace(desired.subList(0, 1), List.of("io.audithook.endpoint~e0"));
            assertThat(told()).containsExactly("a.conf: 1: io.audithook.endpoint~e0: url is bad");
            wrong = false;
            findings.replace(desired.subList(0, 1), List.of("io.audithook.endpoint~e0"));
            assertThat(told()).isEmpty();
        }
    }
}
