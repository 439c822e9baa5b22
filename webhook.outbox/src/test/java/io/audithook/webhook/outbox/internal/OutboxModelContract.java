/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.entry;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.api.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does what comes to mind with an outbox, and compares it with a model after each step. */
public abstract class OutboxModelContract {

    private static final int STEPS = 700;

    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<String, LaneModel> models = new TreeMap<>();
    private final List<String> appended = new ArrayList<>();
    private Outboxes.Listener listener = new Outboxes.Listener();
    private Random random;
    private Outbox outbox;

    /** Opens the outbox of this test; the second time it has what it had. */
    protected abstract Outbox create(InstantSource clock);

    /** Closes an outbox; has no effect the second time. */
    protected abstract void shut(Outbox outbox);

    /** Has the next {@link #create} find what a crash at this moment would leave. */
    protected abstract void crash(Outbox outbox) throws Exception;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void operations_atRandom_agreeWithTheModel(long seed) throws Exception {
        random = new Random(seed);
        open();
        try {
            for (int step = 0; step < STEPS; step++) {
                String what = step();
                String name = "seed " + seed + " step " + step + " " + what;
                endReplays(name);
                models.forEach((lane, model) -> model.check(name + " " + lane, lane(lane)));
            }
            finish();
        } finally {
            shut(outbox);
        }
    }

    private void open() {
        listener = new Outboxes.Listener();
        outbox = create(() -> now);
        outbox.listen(listener);
    }

    private Lane lane(String name) {
        assertThat(listener.lanes).containsKey(name);
        return listener.lanes.get(name);
    }

    private String step() throws Exception {
        int choice = random.nextInt(100);
        if (choice < 25) {
            return append();
        }
        if (choice < 28) {
            return attachOrDetach();
        }
        if (choice < 30) {
            return reopen();
        }
        if (choice < 32) {
            return crashAndOpen();
        }
        if (models.isEmpty()) {
            return "nothing";
        }
        String name = pick(new ArrayList<>(models.keySet()));
        LaneModel model = models.get(name);
        Lane lane = lane(name);
        if (choice < 50) {
            model.handOut(lane.next(1 + random.nextInt(8), 1 + random.nextInt(500)));
            return "next " + name;
        }
        if (choice < 52) {
            lane.rewind();
            model.forget();
            return "rewind " + name;
        }
        if (choice < 54) {
            return suspend(name, model, lane);
        }
        if (choice < 57) {
            return redriveOrPurge(name, model);
        }
        if (choice < 59) {
            return replay(name);
        }
        return settle(name, model, lane);
    }

    private String append() throws Exception {
        List<NewEntry> batch = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            String text = "{\"n\":" + appended.size() + "}";
            appended.add(text);
            models.values().stream()
                    .filter(model -> !model.isReplay())
                    .forEach(model -> model.states.put(text, LaneModel.State.OPEN));
            batch.add(entry("k" + random.nextInt(3), text));
        }
        get(outbox.append(batch));
        return "append";
    }

    private String attachOrDetach() throws Exception {
        String name = "e" + random.nextInt(4);
        if (models.containsKey(name) && random.nextInt(3) == 0) {
            get(outbox.detach(name));
            models.keySet().removeIf(lane -> lane.equals(name) || lane.startsWith(name + "/"));
            return "detach " + name;
        }
        boolean earliest = random.nextBoolean();
        get(outbox.attach(name, earliest ? Start.EARLIEST : Start.NOW));
        models.putIfAbsent(name, new LaneModel(false, earliest ? appended : List.of()));
        return "attach " + name;
    }

    private String reopen() throws Exception {
        shut(outbox);
        open();
        for (Map.Entry<String, LaneModel> model : models.entrySet()) {
            model.getValue().forget();
            model.getValue().checkKept("reopened " + model.getKey(), lane(model.getKey()), outbox);
        }
        return "reopen";
    }

    private String crashAndOpen() throws Exception {
        crash(outbox);
        open();
        // a replay that had just ended may not have
        Set<String> unknown = new HashSet<>(listener.lanes.keySet());
        unknown.removeAll(models.keySet());
        assertThat(unknown).allMatch(name -> name.contains("/"));
        for (String name : unknown) {
            get(outbox.cancelReplay(name.substring(name.indexOf('/') + 1)));
        }
        for (Map.Entry<String, LaneModel> model : models.entrySet()) {
            Lane lane = lane(model.getKey());
            model.getValue().crashedParked(lane);
            model.getValue().crashed(Outboxes.read(lane));
        }
        Verification verification = outbox.verify();
        assertThat(verification.problems()).isEmpty();
        return "crash";
    }

    private String suspend(String name, LaneModel model, Lane lane) throws Exception {
        model.suspension = random.nextBoolean() ? Optional.of("because " + random.nextInt()) : Optional.empty();
        get(lane.suspend(model.suspension.map(text -> new Suspension(Suspension.Cause.PAUSED, text, now))));
        return "suspend " + name;
    }

    private String redriveOrPurge(String name, LaneModel model) throws Exception {
        if (model.isReplay()) {
            return "nothing";
        }
        List<String> dead = model.in(LaneModel.State.DEAD);
        List<String> some = random.nextBoolean() || dead.isEmpty() ? dead : List.of(pick(dead));
        Selection selection = some.size() == dead.size()
                ? Selection.ALL
                : Selection.ids(
                        some.stream().map(text -> model.known.get(text).id()).collect(Collectors.toSet()));
        boolean redrives = random.nextBoolean();
        int count = get(redrives ? outbox.redrive(name, selection) : outbox.purge(name, selection));
        assertThat(count).isEqualTo(some.size());
        for (String text : some) {
            model.states.put(text, redrives ? LaneModel.State.PARKED : LaneModel.State.PURGED);
            model.parked.put(text, RetryState.NEW);
        }
        return (redrives ? "redrive " : "purge ") + name;
    }

    private String replay(String name) throws Exception {
        if (name.contains("/")) {
            get(outbox.cancelReplay(name.substring(name.indexOf('/') + 1)));
            models.remove(name);
            return "cancel " + name;
        }
        if (appended.isEmpty()) {
            return "nothing";
        }
        String id = get(outbox.replay(name, new ReplayRange(now, now.plusMillis(1), Set.of())));
        models.put(name + "/" + id, new LaneModel(true, appended));
        return "replay " + name;
    }

    private String settle(String name, LaneModel model, Lane lane) throws Exception {
        List<String> candidates = new ArrayList<>(model.inHand());
        candidates.addAll(model.in(LaneModel.State.PARKED));
        if (candidates.isEmpty()) {
            return "nothing";
        }
        String text = pick(candidates);
        Entry entry = model.known.get(text);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                lane.settle(entry.position(), Settlement.DELIVERED);
                model.states.put(text, LaneModel.State.DELIVERED);
            }
            case 3 -> {
                lane.settle(entry.position(), Settlement.FILTERED);
                model.states.put(text, LaneModel.State.FILTERED);
            }
            case 4 -> {
                RetryState state = new RetryState(
                        random.nextInt(5), now.plusNanos(random.nextInt()), now.plusSeconds(9), "h" + random.nextInt());
                get(lane.park(entry, state));
                model.states.put(text, LaneModel.State.PARKED);
                model.parked.put(text, state);
            }
            default -> {
                get(lane.bury(entry, "no", "history"));
                model.states.put(text, LaneModel.State.DEAD);
            }
        }
        if (model.states.get(text) != LaneModel.State.PARKED) {
            // the second time it has no effect
            lane.settle(entry.position(), Settlement.DELIVERED);
        }
        return "settle " + name + " " + text;
    }

    private void endReplays(String name) {
        List<String> finished = models.keySet().stream()
                .filter(lane -> models.get(lane).isFinished())
                .toList();
        for (String lane : finished) {
            await(name).until(() -> !listener.lanes.containsKey(lane));
            models.remove(lane);
        }
    }

    private void finish() throws Exception {
        reopen();
        Verification verification = outbox.verify();
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.entries()).isEqualTo(appended.size());
        for (Map.Entry<String, LaneModel> model : models.entrySet()) {
            Lane lane = lane(model.getKey());
            if (!model.getValue().isReplay()) {
                assertThat(verification.lanes().get(model.getKey())).isEqualTo(lane.stats());
            }
            List<String> open = model.getValue().in(LaneModel.State.OPEN);
            assertThat(Outboxes.drain(lane)).isEqualTo(open);
        }
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
