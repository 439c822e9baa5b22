/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Selection;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectActionsTest {

    private static final LaneStats STATS = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    private static final EndpointStatus STATUS = new EndpointStatus(
            "e", "", EndpointStatus.State.ACTIVE, "", List.of(), Optional.empty(), List.of(), 0, STATS);

    /** Newest first. */
    private final List<DeadLetter> letters = new ArrayList<>();

    private final List<Selection> done = new ArrayList<>();

    private final DirectActions actions = new DirectActions(
            (Outbox) Proxy.newProxyInstance(
                    Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("deadLetters")) {
                            return letters((Selection) arguments[1], (Long) arguments[2], (Integer) arguments[3]);
                        }
                        done.add((Selection) arguments[1]);
                        return CompletableFuture.completedFuture(0);
                    }),
            null,
            name -> name.equals("e") ? Optional.of(STATUS) : Optional.empty());

    private List<DeadLetter> letters(Selection selection, long before, int max) {
        return letters.stream()
                .filter(letter -> selection.ids().contains(letter.entry().id()))
                .filter(letter -> letter.entry().position() < before)
                .limit(max)
                .toList();
    }

    private void bury(int number) {
        for (long i = number; i > 0; i--) {
            Entry entry = new Entry(i, "id" + i, Instant.EPOCH, "k", new byte[0]);
            letters.add(new DeadLetter("e", entry, Instant.EPOCH, "no", ""));
        }
    }

    @Test
    void redrive_andPurge_ofAnIdWithoutDeadLetter_doNothingAndNameIt() {
        bury(2);
        Selection some = Selection.ids(Set.of("id1", "idx"));
        assertThat(actions.redrive("e", some).toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(
                        () -> actions.redrive("e", some).toCompletableFuture().join())
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("endpoint e has no dead letter of event \"idx\"");
        Selection more = Selection.ids(Set.of("id1", "idx", "idy", "idz"));
        assertThatThrownBy(() -> actions.purge("e", more).toCompletableFuture().join())
                .hasRootCauseMessage(
                        "endpoint e has no dead letter of event \"idx\" and 2 more that were named; nothing is done");
        assertThat(done).isEmpty();
    }

    @Test
    void redrive_ofManyIds_isDone() {
        bury(250);
        Selection all = Selection.ids(
                Set.copyOf(IntStream.rangeClosed(1, 250).mapToObj(i -> "id" + i).toList()));
        assertThat(actions.redrive("e", all).toCompletableFuture()).isCompletedWithValue(0);
        assertThat(done).containsExactly(all);
    }

    @Test
    void redrive_ofNothingInARange_isDone() {
        Selection range = new Selection(Set.of(), Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        assertThat(actions.redrive("e", range).toCompletableFuture()).isCompletedWithValue(0);
        assertThat(actions.purge("e", Selection.ALL).toCompletableFuture()).isCompletedWithValue(0);
    }

    @Test
    void selection_ofAnEmptyRange_isRefused() {
        assertThatThrownBy(() -> new Selection(Set.of(), Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from=1970-01-01T00:00:00Z must be before to=1970-01-01T00:00:00Z");
    }
}
