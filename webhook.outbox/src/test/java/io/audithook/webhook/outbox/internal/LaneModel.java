/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a lane must be like, kept in the simplest way. */
final class LaneModel {

    /** What has become of an entry. */
    enum State {
        OPEN,
        DELIVERED,
        FILTERED,
        PARKED,
        DEAD,
        PURGED
    }

    /** By what the entry says, in order. */
    final Map<String, State> states = new LinkedHashMap<>();

    /** Those that were handed out, by what they say. */
    final Map<String, Entry> known = new TreeMap<>();

    final Map<String, RetryState> parked = new LinkedHashMap<>();
    Optional<String> suspension = Optional.empty();
    private final boolean isReplay;

    LaneModel(boolean isReplay, Collection<String> entries) {
        this.isReplay = isReplay;
        entries.forEach(text -> states.put(text, State.OPEN));
    }

    List<String> in(State state) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those that were handed out and are open. */
    List<String> inHand() {
        return in(State.OPEN).stream().filter(known::containsKey).toList();
    }

    boolean isReplay() {
        return isReplay;
    }

    boolean isFinished() {
        return isReplay && in(State.OPEN).isEmpty() && in(State.PARKED).isEmpty();
    }

    void handOut(List<Entry> entries) {
        for (Entry entry : entries) {
            String text = Outboxes.text(entry);
            assertThat(states.get(text)).as(text).isEqualTo(State.OPEN);
            assertThat(known.put(text, entry)).as("handed out twice: " + text).isNull();
        }
    }

    /** All that was handed out may come again. */
    void forget() {
        inHand().forEach(known::remove);
    }

    /**
     * After a crash, settlements may have been forgotten, but nothing else.
     *
     * @param again what comes from the lane
     */
    void crashed(List<Entry> again) {
        forget();
        List<String> texts = again.stream().map(Outboxes::text).toList();
        assertThat(texts).containsAll(in(State.OPEN));
        for (String text : texts) {
            assertThat(states.get(text)).as(text).isIn(State.OPEN, State.DELIVERED, State.FILTERED, State.PARKED);
            states.put(text, State.OPEN);
        }
        again.forEach(entry -> known.put(Outboxes.text(entry), entry));
    }

    /** The settlement of what was parked may have been forgotten. */
    void crashedParked(Lane lane) {
        List<Long> positions = lane.parked().stream().map(Parked::position).toList();
        for (Map.Entry<String, Entry> entry : known.entrySet()) {
            boolean is = positions.contains(entry.getValue().position());
            State state = states.get(entry.getKey());
            if (is && (state == State.DELIVERED || state == State.FILTERED)) {
                states.put(entry.getKey(), State.PARKED);
                parked.putIfAbsent(entry.getKey(), RetryState.NEW);
            }
            assertThat(is).as(entry.getKey()).isEqualTo(states.get(entry.getKey()) == State.PARKED);
        }
    }

    void check(String name, Lane lane) {
        LaneStats stats = lane.stats();
        assertThat(stats.missing()).as(name + ": " + stats).isZero();
        assertThat(stats.accepted()).as(name).isEqualTo(states.size());
        assertThat(stats.delivered()).as(name).isEqualTo(in(State.DELIVERED).size());
        assertThat(stats.filtered()).as(name).isEqualTo(in(State.FILTERED).size());
        assertThat(stats.dead())
                .as(name)
                .isEqualTo(in(State.DEAD).size() + in(State.PURGED).size());
        assertThat(stats.parked()).as(name).isEqualTo(in(State.PARKED).size());
        assertThat(stats.pending())
                .as(name)
                .isEqualTo(lane.pending())
                .isEqualTo(in(State.OPEN).size() + in(State.PARKED).size());
        assertThat(stats.oldestPending().isPresent()).as(name).isEqualTo(stats.pending() > 0);
        assertThat(lane.suspension().map(s -> s.detail())).as(name).isEqualTo(suspension);
    }

    /** As {@link #check}, and what is kept. */
    void checkKept(String name, Lane lane, Outbox outbox) {
        check(name, lane);
        List<Parked> aside = lane.parked();
        assertThat(aside).extracting(Parked::position).as(name).isSorted();
        List<String> texts = lane.read(aside.stream().map(Parked::position).toList()).stream()
                .map(Outboxes::text)
                .toList();
        assertThat(texts).as(name).containsExactlyInAnyOrderElementsOf(in(State.PARKED));
        for (int i = 0; i < texts.size(); i++) {
            assertThat(aside.get(i).state()).as(name).isEqualTo(parked.get(texts.get(i)));
        }
        if (!isReplay) {
            List<String> letters = new ArrayList<>();
            for (DeadLetter letter :
                    outbox.deadLetters(lane.endpoint(), Selection.ALL, Long.MAX_VALUE, Integer.MAX_VALUE)) {
                letters.add(Outboxes.text(letter.entry()));
            }
            assertThat(letters).as(name).containsExactlyInAnyOrderElementsOf(in(State.DEAD));
        }
    }
}
